from training.models.certificate import Certificate, WhyRevoked, new_code
from training.models.clearance import Extension, WhyExtended
from training.models.followup import FollowUp, Helped
from training.models.learning import Attempt, LessonRead, When
from training.models.participant import Attendance, Participant, Sector, Sex
from training.models.session import Place, TrainingSession, new_session_code
from training.models.translation import LessonTranslation, QuestionTranslation, State

__all__ = [
    "Attempt",
    "Attendance",
    "Certificate",
    "Extension",
    "FollowUp",
    "Helped",
    "LessonRead",
    "LessonTranslation",
    "Participant",
    "Place",
    "QuestionTranslation",
    "Sector",
    "Sex",
    "State",
    "TrainingSession",
    "When",
    "WhyExtended",
    "WhyRevoked",
    "new_code",
    "new_session_code",
]
