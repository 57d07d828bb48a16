"""How files come in: in memory, at most so much in one request, and never as a plain file on the disk."""

from io import BytesIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_KEPT = 21 * 1024 * 1024  # bytes of all files of one request
MOST_SENT = 4 * MOST_KEPT  # a longer request is not read at all


class InMemoryOnly(FileUploadHandler):
    """
    Keeps what fits. Of more it keeps the beginning and a size that no form takes, so that the form can say so.

    Django's own handler would write everything above 2.5 MB to a temporary file, unencrypted.
    """

    kept = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > MOST_SENT:
            raise RequestDataTooBig("The request is larger than this site reads.")

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        room = MOST_KEPT - self.kept
        self.file.write(raw_data[:room])
        self.kept += min(len(raw_data), room)

    def file_complete(self, file_size):
        whole = self.file.tell() == file_size
        self.file.seek(0)
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size if whole else max(file_size, MOST_KEPT + 1),
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
