from django.urls import path

from referral.views import cover, task, work, work_calendar, work_load

urlpatterns = [
    path("work/", work.work_list, name="work_list"),
    path("work/calendar/", work_calendar.work_calendar, name="work_calendar"),
    path("work/load/", work_load.work_load, name="work_load"),
    path("work/absence/", cover.cover_list, name="cover_list"),
    path("work/absence/new/", cover.cover_new, name="cover_new"),
    path("work/absence/<uuid:id>/end/", cover.cover_end, name="cover_end"),
    path("work/absence/<uuid:id>/open/", cover.cover_open, name="cover_open"),
    path("tasks/<uuid:id>/put-off/", task.task_put_off, name="task_put_off"),
    path("tasks/<uuid:id>/take-up/", task.task_take_up, name="task_take_up"),
]
