"""Addresses of programmes: nouns for pages, a verb at the end for acts, acts by POST only."""

from django.urls import include, path, register_converter

from programmes.enums import Phase, SpokenLanguage
from programmes.forms import PAGES
from programmes.views import (
    advising,
    agenda_points,
    answering,
    approval,
    calendars,
    coded,
    commenting,
    comments,
    compare,
    contents,
    cooperation,
    correcting,
    diary,
    duties,
    example,
    exports,
    files,
    guidance,
    handing_over,
    history,
    items,
    lists,
    meetings,
    moderating,
    notices,
    organisations,
    overview,
    participants,
    partners,
    phases,
    points,
    preview,
    programme,
    programmes,
    published,
    publishing,
    receipts,
    records,
    residents,
    responding,
    response_files,
    responses,
    reviews,
    round_acts,
    rounds,
    saves,
    sharing,
    statements,
    tasks,
    thread,
    versions,
)


class PageConverter:
    """The name of a page on which records are written."""

    regex = "|".join(PAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class WayConverter(PageConverter):
    regex = "up|down"


class SpokenConverter(PageConverter):
    """A language in which residents are asked."""

    regex = "|".join(SpokenLanguage.values)


register_converter(SpokenConverter, "spoken")
register_converter(PageConverter, "page")
register_converter(WayConverter, "way")

PUBLISHED = "published/<slug:slug>/"
RESIDENTS = "residents/<int:pk>/"

OF_ITEM = [
    path("share/", sharing.share_item, name="share_item"),
    path("owner/", duties.assign_duty, name="assign_duty"),
    path("", phases.item, name="item"),
    path("mark/", items.mark_item, name="mark_item"),
    path("finish/", items.finish_item, name="finish_item"),
    path("take-up/", items.take_up_item, name="take_up_item"),
    path("history/", saves.item_history, name="item_history"),
    path(
        "history/<int:version>/<slug:field>/<slug:language>/take-back/",
        items.take_back_text_of_item,
        name="take_back_text_of_item",
    ),
]

OF_RECORD = [
    path("share/", sharing.share_record, name="share_record"),
    path("", phases.record, name="record"),
    path("edit/", records.edit_record, name="edit_record"),
    path("edit/safety-copy/", records.copy_of_record, name="copy_of_record"),
    path("history/", saves.record_history, name="record_history"),
    path(
        "history/<int:version>/<slug:field>/<slug:language>/take-back/", records.take_back_text, name="take_back_text"
    ),
    path("keep/", records.keep_record, name="keep_record"),
    path("take-example/", records.take_example, name="take_example"),
    path("archive/", records.archive_record, name="archive_record"),
    path("restore/", records.restore_record, name="restore_record"),
    path("move/<way:way>/", records.move_record, name="move_record"),
]

OF_VERSION = [
    path("", versions.version, name="version"),
    path("file.json", versions.version_file, name="version_file"),
    path("restore/", versions.restore_version, name="restore_version"),
    path("<slug:name>/<uuid:key>/restore/", versions.restore_record_of_version, name="restore_record_of_version"),
]

OF_EXPORT = [
    path("", exports.export, name="export"),
    path("status/", exports.export_status, name="export_status"),
    path("file/", exports.export_file, name="export_file"),
]

OF_COMMENT = [
    path("", commenting.comment, name="comment"),
    path("safety-copy/", commenting.copy_of_answer, name="copy_of_answer"),
    path("change/", commenting.change_comment, name="change_comment"),
    path("show/", commenting.show_comment, name="show_comment"),
    path("withdraw/", commenting.withdraw_comment, name="withdraw_comment"),
    path("answered/", commenting.mark_comment_answered, name="mark_comment_answered"),
    path("close/", commenting.close_comment, name="close_comment"),
    path("reopen/", commenting.reopen_comment, name="reopen_comment"),
    path("assign/", commenting.assign_comment, name="assign_comment"),
]

OF_RESPONSE = [
    path("", responding.respond, name="respond"),
    path("settle/", responding.settle_response, name="settle_response"),
    path("take-back/", responding.take_back_response, name="take_back_response"),
    path("apart/", responding.take_apart, name="take_apart"),
]

OF_REVIEW = [
    path("", reviews.review, name="review"),
    path("write/", reviews.edit_draft, name="add_draft"),
    path("write/<uuid:draft>/", reviews.edit_draft, name="edit_draft"),
    path("send/", reviews.send_review, name="send_review"),
    path("take-back/", reviews.take_back_review, name="take_back_review"),
]

OF_CENTRE = [
    path("comments/", advising.standard_comments, name="standard_comments"),
    path("comments/add/", advising.add_standard_comment, name="add_standard_comment"),
    path("comments/<uuid:key>/", advising.edit_standard_comment, name="edit_standard_comment"),
    path("notes/<str:municipality>/", advising.adviser_notes, name="adviser_notes"),
    path("notes/<str:municipality>/<uuid:key>/", advising.change_note, name="change_note"),
]

OF_ROUND = [
    path("", rounds.round_, name="round"),
    path("edit/", rounds.edit_round, name="edit_round"),
    path("text/", rounds.round_text, name="round_text"),
    path("send/", round_acts.send_round, name="send_round"),
    path("hold/", round_acts.hold_round, name="hold_round"),
    path("close/", round_acts.close_round, name="close_round"),
    path("cancel/", round_acts.cancel_round, name="cancel_round"),
    path("prolong/", round_acts.prolong_round, name="prolong_round"),
    path("report.csv", rounds.round_csv, name="round_csv"),
    path("residents/", moderating.resident_answers, name="resident_answers"),
    path("residents/<uuid:statement>/let-in/", moderating.let_in_answer, name="let_in_answer"),
    path("residents/<uuid:statement>/hide/", moderating.hide_answer, name="hide_answer"),
    path("residents/<uuid:statement>/flag/", moderating.flag_answer, name="flag_answer"),
    path("answer/", answering.answer_signed_in, name="answer_signed_in"),
    path("participants/", participants.participants, name="participants"),
    path("participants/add/", participants.add_participant, name="add_participant"),
    path("participants/<uuid:participant>/edit/", participants.edit_participant, name="edit_participant"),
    path("participants/<uuid:participant>/remove/", participants.remove_participant, name="remove_participant"),
    path("participants/<uuid:participant>/revoke/", participants.revoke_link, name="revoke_link"),
    path("participants/<uuid:participant>/renew/", participants.renew_link, name="renew_link"),
]

OF_MEETING = [
    path("invite/", meetings.invite_to_meeting, name="invite_to_meeting"),
    path("cancel/", meetings.cancel_meeting, name="cancel_meeting"),
    path("answer/", meetings.answer_meeting, name="answer_meeting"),
    path("present/", meetings.fill_attendance, name="fill_attendance"),
    path("carry-over/", meetings.carry_over_points, name="carry_over_points"),
    path("room/", meetings.meeting_room, name="meeting_room"),
    path("meeting.ics", calendars.meeting_file, name="meeting_file"),
    path("minutes/<slug:language>/request/", meetings.request_minutes, name="request_minutes"),
    path("agenda/add/", agenda_points.add_agenda_point, name="add_agenda_point"),
    path("agenda/<uuid:point>/edit/", agenda_points.edit_agenda_point, name="edit_agenda_point"),
    path("agenda/<uuid:point>/decide/", agenda_points.decide_agenda_point, name="decide_agenda_point"),
    path("agenda/<uuid:point>/remove/", agenda_points.remove_agenda_point, name="remove_agenda_point"),
    path("agenda/<uuid:point>/move/<way:way>/", agenda_points.move_agenda_point, name="move_agenda_point"),
]

OF_PROGRAMME = [
    path("", programme.programme, name="programme"),
    *(path(f"{phase}/", phases.phase, {"phase": phase}, name=phase.value) for phase in Phase),
    path("history/", history.programme_history, name="programme_history"),
    path("diary/", diary.diary, name="diary"),
    path("diary/<slug:part>/<slug:language>/request/", diary.request_diary, name="request_diary"),
    path("hand-overs/", handing_over.hand_overs, name="hand_overs"),
    path("hand-overs/<uuid:key>/", handing_over.handed_over, name="handed_over"),
    path(
        "hand-overs/<uuid:key>/<slug:language>/request/", handing_over.request_handed_over, name="request_handed_over"
    ),
    path("sent/", notices.sent, name="sent"),
    path("archive/", programmes.archive_programme, name="archive_programme"),
    path("renew-checklist/", programmes.renew_edition, name="renew_edition"),
    path("restore/", programmes.restore_programme, name="restore_programme"),
    path("share/", programmes.share_programme, name="share_programme"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("item/<str:item>/", include(OF_ITEM)),
    path("<page:page>/<uuid:key>/", include(OF_RECORD)),
    path("group/choose/", programmes.choose_group, name="choose_group"),
    path("cooperation/invitations/", cooperation.edit_invitations, name="edit_invitations"),
    path("organisations/", organisations.organisations, name="organisations_of_programme"),
    path("organisations/take-group/", organisations.take_group_organisations, name="take_group_organisations"),
    path("organisation/<uuid:key>/merge/", organisations.merge_organisation, name="merge_organisation"),
    path("measures/", lists.measures, name="measures"),
    path("indicators/", lists.indicators, name="indicators"),
    path("preview/", preview.preview, name="preview"),
    path("document.json", preview.document_json, name="document_json"),
    path("approve/", approval.approve_programme, name="approve_programme"),
    path("partner/<uuid:key>/ask-again/", partners.ask_again, name="ask_again"),
    path("partner/<uuid:key>/withdraw/", partners.withdraw_consent, name="withdraw_consent"),
    path("approved/", approval.approved_documents, name="approved_documents"),
    path("publish/", publishing.publishing, name="publishing"),
    path("publish/<int:number>/", publishing.publish_version, name="publish_version"),
    path("publish/<int:number>/hide/", publishing.unpublish_version, name="unpublish_version"),
    path("propose/", approval.propose_programme, name="propose_programme"),
    path("table/", approval.table_programme, name="table_programme"),
    path("return/", approval.return_programme, name="return_programme"),
    path("take-back/", approval.take_back_programme, name="take_back_programme"),
    path("reopen/", approval.reopen_programme, name="reopen_programme"),
    path("approved/<int:number>/<slug:language>.json", approval.approved_json, name="approved_json"),
    path("approved/<int:number>/<slug:language>.pdf", approval.approved_pdf, name="approved_pdf"),
    path("approved/<int:number>/<slug:language>/make-pdf/", approval.request_approved_pdf, name="request_approved_pdf"),
    path("thread/", thread.thread, name="thread"),
    path("breaks/", thread.breaks, name="breaks"),
    path("versions/", versions.versions, name="versions"),
    path("versions/compare/", compare.compare_versions, name="compare_versions"),
    path("versions/<int:number>/", include(OF_VERSION)),
    path("programme.json", versions.programme_file, name="programme_file"),
    path("export/", exports.exports, name="exports"),
    path("export/<slug:language>/request/", exports.request_export, name="request_export"),
    path("export/<int:pk>/", include(OF_EXPORT)),
    path("comments/", comments.comments, name="comments"),
    path("comments.csv", comments.comments_csv, name="comments_csv"),
    path("comments.xlsx", comments.comments_xlsx, name="comments_xlsx"),
    path("comments/write/", commenting.add_comment, name="add_comment"),
    path("comments/write/safety-copy/", commenting.copy_of_comment, name="copy_of_comment"),
    path("comments/<uuid:key>/", include(OF_COMMENT)),
    path("duties/<uuid:key>/", duties.duty, name="duty"),
    path("duties/<uuid:key>/accept/", duties.accept_duty, name="accept_duty"),
    path("duties/<uuid:key>/decline/", duties.decline_duty, name="decline_duty"),
    path("duties/<uuid:key>/release/", duties.release_duty, name="release_duty"),
    path("responses/", responses.responses, name="responses"),
    path("responses.csv", response_files.responses_csv, name="responses_csv"),
    path("responses.xlsx", response_files.responses_xlsx, name="responses_xlsx"),
    path("responses/annex/", responding.choose_annex, name="choose_annex"),
    path("responses/<uuid:key>/", include(OF_RESPONSE)),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/only-remarked/", correcting.leave_open_remarked, name="leave_open_remarked"),
    path("reviews/open-everything/", correcting.open_everything, name="open_everything"),
    path("reviews/begin/", reviews.begin_review, name="begin_review"),
    path("reviews/<uuid:key>/", include(OF_REVIEW)),
    path("meetings/<uuid:key>/", include(OF_MEETING)),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/add/", rounds.add_round, name="add_round"),
    path("rounds/ask-residents/", rounds.ask_residents, name="ask_residents"),
    path("rounds/<uuid:key>/", include(OF_ROUND)),
    path("statements/add/", statements.add_statement, name="add_statement"),
    path("statements/add/safety-copy/", statements.copy_of_new_statement, name="copy_of_new_statement"),
    path("statements/<uuid:key>/", statements.statement, name="statement"),
    path("statements/<uuid:key>/edit/", statements.edit_statement, name="edit_statement"),
    path("statements/<uuid:key>/edit/safety-copy/", statements.copy_of_statement, name="copy_of_statement"),
    path("statements/<uuid:key>/archive/", statements.archive_statement, name="archive_statement"),
    path("statements/<uuid:key>/restore/", statements.restore_statement, name="restore_statement"),
    path("statements/<uuid:key>/file/", statements.statement_file, name="statement_file"),
    path("statements/<uuid:key>/remove-supporter/", statements.remove_supporter, name="remove_supporter"),
    path("statements/<uuid:key>/points/", points.points, name="points"),
    path("statements/<uuid:key>/reply/", points.reply, name="reply"),
    path("code/", coded.find_code, name="find_code"),
    path("<page:page>/add/", records.add_record, name="add_record"),
    path("<page:page>/add/safety-copy/", records.copy_of_new, name="copy_of_new"),
]

urlpatterns = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/start/", programmes.start_programme, name="start_programme"),
    path("programmes/start/file/", files.start_from_file, name="start_from_file"),
    path("programmes/start/file/<uuid:key>/", files.start_from_upload, name="start_from_upload"),
    path("programmes/<slug:slug>/", include(OF_PROGRAMME)),
    path("centres/<slug:code>/", include(OF_CENTRE)),
    path("overview/", overview.overview, name="overview"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all_notices, name="read_all_notices"),
    path("notices/settings/", notices.notice_settings, name="notice_settings"),
    path("notices/sent/", notices.all_sent, name="all_sent"),
    path("notices/<uuid:key>/open/", notices.open_notice, name="open_notice"),
    path("notices/<uuid:key>/read/", notices.read_notice, name="read_notice"),
    path("roles/<int:pk>/hand-over/", handing_over.hand_over, name="hand_over"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/renew/", calendars.renew_calendar, name="renew_calendar"),
    path("calendar/end/", calendars.end_calendar, name="end_calendar"),
    path("tasks/", tasks.my_tasks, name="my_tasks"),
    path("example/", example.example, name="example"),
    path("example/<slug:language>.pdf", example.example_pdf, name="example_pdf"),
    path("example/pictures/<uuid:key>/", example.example_picture, name="example_picture"),
    path("published/", published.published_list, name="published_list"),
    path(PUBLISHED, published.published, name="published"),
    path(PUBLISHED + "<int:number>/", published.published, name="published"),
    path(PUBLISHED + "<int:number>/document/", published.published_document, name="published_document"),
    path(PUBLISHED + "<int:number>/<slug:language>.pdf", published.published_pdf, name="published_pdf"),
    path(PUBLISHED + "<int:number>/pictures/<uuid:key>/", published.published_picture, name="published_picture"),
    path("residents/", residents.open_questions, name="open_questions"),
    path(RESIDENTS, residents.residents, name="residents"),
    path(RESIDENTS + "pictures/<uuid:key>/", residents.residents_picture, name="residents_picture"),
    path(RESIDENTS + "<spoken:language>/", residents.residents, name="residents"),
    path(RESIDENTS + "<spoken:language>/answer/", residents.answer_residents, name="answer_residents"),
    path("receipt/", receipts.receipt, name="receipt"),
    path("receipt/<spoken:language>/", receipts.receipt, name="receipt"),
    path("pictures/<uuid:key>/", contents.picture, name="picture"),
    path("attachments/<uuid:key>/", contents.attachment, name="attachment"),
    path("guidance/", guidance.guidance, name="guidance"),
    path("guidance/<slug:owner>/<str:code>/<str:item>/", guidance.edit_guidance, name="edit_guidance"),
    path("partner-requests/<uuid:key>/", partners.partner_request, name="partner_request"),
    path("partner-requests/<uuid:key>/accept/", partners.accept_request, name="accept_request"),
    path("partner-requests/<uuid:key>/decline/", partners.decline_request, name="decline_request"),
    path("answer/new-link/", answering.new_link, name="new_link"),
    path("answer/asked/", answering.link_asked, name="link_asked"),
    path("answer/<str:token>/", answering.answer_round, name="answer_round"),
    path("answer/<str:token>/pictures/<uuid:key>/", answering.round_picture, name="round_picture"),
]
