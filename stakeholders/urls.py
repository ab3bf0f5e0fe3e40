"""Addresses about people and bodies: nouns for pages, a verb at the end for acts."""

from django.urls import path

from stakeholders.views import account, groups, invitations, jobs, people, public

urlpatterns = [
    path("", public.front, name="front"),
    path("three-programmes/", public.explainer, name="explainer"),
    path("organisations/", public.organisations, name="organisations"),
    path("request-access/", public.request_access, name="request_access"),
    path("request-access/sent/", public.request_access_sent, name="request_access_sent"),
    path("my-account/", account.my_account, name="my_account"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:key>/retry/", jobs.retry_job, name="retry_job"),
    path("jobs/mails/<int:pk>/retry/", jobs.retry_mail, name="retry_mail"),
    path("people/", people.people, name="people"),
    path("people/<slug:code>/", people.municipality_people, name="municipality_people"),
    path("people/<slug:code>/city/", people.call_city, name="call_city"),
    path("people/<slug:code>/invite/", invitations.invite_to_municipality, name="invite_to_municipality"),
    path("centres/<slug:code>/people/", people.centre_people, name="centre_people"),
    path("centres/<slug:code>/people/invite/", invitations.invite_adviser, name="invite_adviser"),
    path("roles/<int:pk>/", people.set_role_end, name="set_role_end"),
    path("roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("roles/<int:pk>/close-account/", people.close_account, name="close_account"),
    path("roles/<int:pk>/open-account/", people.open_account, name="open_account"),
    path("invitations/<int:pk>/resend/", invitations.resend_invitation, name="resend_invitation"),
    path("invitations/<int:pk>/cancel/", invitations.cancel_invitation, name="cancel_invitation"),
    path("invitation/<slug:token>/", invitations.invitation, name="invitation"),
    path("invitation/<slug:token>/accept/", invitations.accept_invitation, name="accept_invitation"),
    path("access-requests/<int:pk>/invite/", invitations.invite_from_request, name="invite_from_request"),
    path("access-requests/<int:pk>/decline/", invitations.decline_access_request, name="decline_access_request"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.create_group, name="create_group"),
    path("groups/<uuid:key>/", groups.group, name="group"),
    path("groups/<uuid:key>/edit/", groups.edit_group, name="edit_group"),
    path("groups/<uuid:key>/seats/new/", groups.add_seat, name="add_seat"),
    path("groups/<uuid:key>/seats/<uuid:seat_key>/edit/", groups.edit_seat, name="edit_seat"),
    path("groups/<uuid:key>/seats/<uuid:seat_key>/archive/", groups.archive_seat, name="archive_seat"),
    path("groups/<uuid:key>/seats/<uuid:seat_key>/restore/", groups.restore_seat, name="restore_seat"),
    path("groups/<uuid:key>/seats/<uuid:seat_key>/release/", groups.release_seat, name="release_seat"),
    path("groups/<uuid:key>/seats/<uuid:seat_key>/invite/", groups.invite_to_seat, name="invite_to_seat"),
]
