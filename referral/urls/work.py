from django.urls import path

from referral.views import task, work, work_calendar

urlpatterns = [
    path("work/", work.work_list, name="work_list"),
    path("work/calendar/", work_calendar.work_calendar, name="work_calendar"),
    path("tasks/<uuid:id>/put-off/", task.task_put_off, name="task_put_off"),
    path("tasks/<uuid:id>/take-up/", task.task_take_up, name="task_take_up"),
]
