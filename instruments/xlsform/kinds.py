"""The types of question of the format, and what becomes of each here."""

from instruments.definition import Kind

PLAIN = {
    "text": Kind.TEXT,
    "integer": Kind.NUMBER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "datetime": Kind.MOMENT,
    "note": Kind.STATEMENT,
    "calculate": Kind.CALCULATED,
    "acknowledge": Kind.CHOICES,
    "range": Kind.SCALE,
}
ONE_WORD = {
    "string": "text",
    "int": "integer",
    "dateTime": "datetime",
    "trigger": "acknowledge",
    "begin group": "begin_group",
    "end group": "end_group",
    "begin repeat": "begin_repeat",
    "end repeat": "end_repeat",
    "begin lgroup": "begin_group",
    "end lgroup": "end_group",
    "begin looped group": "begin_repeat",
    "end looped group": "end_repeat",
}
SELECTS = {
    "select_one": Kind.CHOICE,
    "select one": Kind.CHOICE,
    "select one from": Kind.CHOICE,
    "select1": Kind.CHOICE,
    "select_multiple": Kind.CHOICES,
    "select multiple": Kind.CHOICES,
    "select all that apply from": Kind.CHOICES,
    "select all that apply": Kind.CHOICES,
}
EXTERNAL = ("select_one_from_file", "select_multiple_from_file", "select_one_external")
PLACES = {"geopoint", "geotrace", "geoshape", "start-geopoint", "gps", "location", "osm"}
FILES = {"image", "photo", "audio", "video", "file", "background-audio", "barcode", "signature"}
META = {
    "start", "end", "today", "deviceid", "device id", "subscriberid", "simserial", "phonenumber", "phone number",
    "username", "email", "audit", "start time", "end time", "imei",
}  # fmt: skip
OTHERS = {"rank", "xml-external", "csv-external", "hidden", "entity", "property"}
FIXED_CHOICE = "OK"
OF_THE_FORMAT = {
    "pulldata", "indexed-repeat", "position", "random", "uuid", "instance", "randomize", "jr:choice-name", "jr:itext",
    "distance", "area", "checklist", "weighted-checklist", "digest", "base64-decode", "current", "last", "name",
    "version", "property", "translate", "id", "enclosed-area", "intersects", "sin", "cos", "tan", "asin", "acos", "atan",
    "atan2", "sqrt", "exp", "log", "log10", "pi", "last-saved", "string-join", "extract-signed", "decimal-time",
    "format-date-time", "boolean-from-string", "lower-case", "upper-case", "hypot",
}  # fmt: skip
"""Functions that the format knows and we do not work out."""
KEPT = {
    "appearance", "parameters", "required_message", "default", "read_only", "trigger", "image", "audio", "video",
    "media::image", "media::audio", "media::video", "big-image", "guidance_hint", "autoplay", "bind::type", "instance::x",
    "body::accuracythreshold", "save_to",
}  # fmt: skip
"""Columns that nobody reads here and the export gives back."""
READ = {
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
    "repeat_count", "choice_filter", "default", "appearance", "parameters",
}  # fmt: skip
