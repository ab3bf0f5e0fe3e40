"""Addresses of programmes: nouns for pages, a verb at the end for acts, acts by POST only."""

from django.urls import path, register_converter

from programmes.enums import Phase
from programmes.forms import PAGES
from programmes.views import (
    approval,
    coded,
    commenting,
    comments,
    compare,
    contents,
    cooperation,
    duties,
    example,
    exports,
    files,
    guidance,
    handing_over,
    history,
    items,
    lists,
    notices,
    organisations,
    overview,
    partners,
    phases,
    preview,
    programme,
    programmes,
    published,
    publishing,
    records,
    saves,
    sharing,
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


register_converter(PageConverter, "page")
register_converter(WayConverter, "way")

HOME = "programmes/<slug:slug>/"
PUBLISHED = "published/<slug:slug>/"

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all_notices, name="read_all_notices"),
    path("notices/settings/", notices.notice_settings, name="notice_settings"),
    path("notices/sent/", notices.all_sent, name="all_sent"),
    path("notices/<uuid:key>/open/", notices.open_notice, name="open_notice"),
    path("notices/<uuid:key>/read/", notices.read_notice, name="read_notice"),
    path("roles/<int:pk>/hand-over/", handing_over.hand_over, name="hand_over"),
    path("tasks/", tasks.my_tasks, name="my_tasks"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/start/", programmes.start_programme, name="start_programme"),
    path("programmes/start/file/", files.start_from_file, name="start_from_file"),
    path("programmes/start/file/<uuid:key>/", files.start_from_upload, name="start_from_upload"),
    path("example/", example.example, name="example"),
    path("example/<slug:language>.pdf", example.example_pdf, name="example_pdf"),
    path("example/pictures/<uuid:key>/", example.example_picture, name="example_picture"),
    path("published/", published.published_list, name="published_list"),
    path(PUBLISHED, published.published, name="published"),
    path(PUBLISHED + "<int:number>/", published.published, name="published"),
    path(PUBLISHED + "<int:number>/document/", published.published_document, name="published_document"),
    path(PUBLISHED + "<int:number>/<slug:language>.pdf", published.published_pdf, name="published_pdf"),
    path(PUBLISHED + "<int:number>/pictures/<uuid:key>/", published.published_picture, name="published_picture"),
    path("pictures/<uuid:key>/", contents.picture, name="picture"),
    path("attachments/<uuid:key>/", contents.attachment, name="attachment"),
    path("guidance/", guidance.guidance, name="guidance"),
    path("guidance/<slug:owner>/<str:code>/<str:item>/", guidance.edit_guidance, name="edit_guidance"),
    path(HOME, programme.programme, name="programme"),
    *(path(f"{HOME}{phase}/", phases.phase, {"phase": phase}, name=phase.value) for phase in Phase),
    path(HOME + "history/", history.programme_history, name="programme_history"),
    path(HOME + "sent/", notices.sent, name="sent"),
    path(HOME + "archive/", programmes.archive_programme, name="archive_programme"),
    path(HOME + "renew-checklist/", programmes.renew_edition, name="renew_edition"),
    path(HOME + "restore/", programmes.restore_programme, name="restore_programme"),
    path(HOME + "share/", programmes.share_programme, name="share_programme"),
    path(HOME + "sharing/", sharing.sharing, name="sharing"),
    path(HOME + "item/<str:item>/share/", sharing.share_item, name="share_item"),
    path(HOME + "<page:page>/<uuid:key>/share/", sharing.share_record, name="share_record"),
    path(HOME + "group/choose/", programmes.choose_group, name="choose_group"),
    path(HOME + "cooperation/invitations/", cooperation.edit_invitations, name="edit_invitations"),
    path(HOME + "organisations/", organisations.organisations, name="organisations_of_programme"),
    path(
        HOME + "organisations/take-group/",
        organisations.take_group_organisations,
        name="take_group_organisations",
    ),
    path(HOME + "organisation/<uuid:key>/merge/", organisations.merge_organisation, name="merge_organisation"),
    path(HOME + "measures/", lists.measures, name="measures"),
    path(HOME + "indicators/", lists.indicators, name="indicators"),
    path(HOME + "preview/", preview.preview, name="preview"),
    path(HOME + "document.json", preview.document_json, name="document_json"),
    path(HOME + "approve/", approval.approve_programme, name="approve_programme"),
    path("partner-requests/<uuid:key>/", partners.partner_request, name="partner_request"),
    path("partner-requests/<uuid:key>/accept/", partners.accept_request, name="accept_request"),
    path("partner-requests/<uuid:key>/decline/", partners.decline_request, name="decline_request"),
    path(HOME + "partner/<uuid:key>/ask-again/", partners.ask_again, name="ask_again"),
    path(HOME + "partner/<uuid:key>/withdraw/", partners.withdraw_consent, name="withdraw_consent"),
    path(HOME + "approved/", approval.approved_documents, name="approved_documents"),
    path(HOME + "publish/", publishing.publishing, name="publishing"),
    path(HOME + "publish/<int:number>/", publishing.publish_version, name="publish_version"),
    path(HOME + "publish/<int:number>/hide/", publishing.unpublish_version, name="unpublish_version"),
    path(HOME + "propose/", approval.propose_programme, name="propose_programme"),
    path(HOME + "table/", approval.table_programme, name="table_programme"),
    path(HOME + "return/", approval.return_programme, name="return_programme"),
    path(HOME + "take-back/", approval.take_back_programme, name="take_back_programme"),
    path(HOME + "reopen/", approval.reopen_programme, name="reopen_programme"),
    path(HOME + "approved/<int:number>/<slug:language>.json", approval.approved_json, name="approved_json"),
    path(HOME + "approved/<int:number>/<slug:language>.pdf", approval.approved_pdf, name="approved_pdf"),
    path(
        HOME + "approved/<int:number>/<slug:language>/make-pdf/",
        approval.request_approved_pdf,
        name="request_approved_pdf",
    ),
    path(HOME + "thread/", thread.thread, name="thread"),
    path(HOME + "breaks/", thread.breaks, name="breaks"),
    path(HOME + "versions/", versions.versions, name="versions"),
    path(HOME + "versions/compare/", compare.compare_versions, name="compare_versions"),
    path(HOME + "versions/<int:number>/", versions.version, name="version"),
    path(HOME + "versions/<int:number>/file.json", versions.version_file, name="version_file"),
    path(HOME + "versions/<int:number>/restore/", versions.restore_version, name="restore_version"),
    path(
        HOME + "versions/<int:number>/<slug:name>/<uuid:key>/restore/",
        versions.restore_record_of_version,
        name="restore_record_of_version",
    ),
    path(HOME + "programme.json", versions.programme_file, name="programme_file"),
    path(HOME + "export/", exports.exports, name="exports"),
    path(HOME + "export/<slug:language>/request/", exports.request_export, name="request_export"),
    path(HOME + "export/<int:pk>/", exports.export, name="export"),
    path(HOME + "export/<int:pk>/status/", exports.export_status, name="export_status"),
    path(HOME + "export/<int:pk>/file/", exports.export_file, name="export_file"),
    path(HOME + "comments/", comments.comments, name="comments"),
    path(HOME + "comments.csv", comments.comments_csv, name="comments_csv"),
    path(HOME + "comments/write/", commenting.add_comment, name="add_comment"),
    path(HOME + "comments/<uuid:key>/", commenting.comment, name="comment"),
    path(HOME + "comments/<uuid:key>/change/", commenting.change_comment, name="change_comment"),
    path(HOME + "comments/<uuid:key>/show/", commenting.show_comment, name="show_comment"),
    path(HOME + "comments/<uuid:key>/withdraw/", commenting.withdraw_comment, name="withdraw_comment"),
    path(HOME + "comments/<uuid:key>/answered/", commenting.mark_comment_answered, name="mark_comment_answered"),
    path(HOME + "comments/<uuid:key>/close/", commenting.close_comment, name="close_comment"),
    path(HOME + "comments/<uuid:key>/reopen/", commenting.reopen_comment, name="reopen_comment"),
    path(HOME + "comments/<uuid:key>/assign/", commenting.assign_comment, name="assign_comment"),
    path(HOME + "item/<str:item>/owner/", duties.assign_duty, name="assign_duty"),
    path(HOME + "duties/<uuid:key>/", duties.duty, name="duty"),
    path(HOME + "duties/<uuid:key>/accept/", duties.accept_duty, name="accept_duty"),
    path(HOME + "duties/<uuid:key>/decline/", duties.decline_duty, name="decline_duty"),
    path(HOME + "duties/<uuid:key>/release/", duties.release_duty, name="release_duty"),
    path(HOME + "code/", coded.find_code, name="find_code"),
    path(HOME + "item/<str:item>/", phases.item, name="item"),
    path(HOME + "item/<str:item>/mark/", items.mark_item, name="mark_item"),
    path(HOME + "item/<str:item>/finish/", items.finish_item, name="finish_item"),
    path(HOME + "item/<str:item>/take-up/", items.take_up_item, name="take_up_item"),
    path(HOME + "item/<str:item>/history/", saves.item_history, name="item_history"),
    path(
        HOME + "item/<str:item>/history/<int:version>/<slug:field>/<slug:language>/take-back/",
        items.take_back_text_of_item,
        name="take_back_text_of_item",
    ),
    path(HOME + "<page:page>/add/", records.add_record, name="add_record"),
    path(HOME + "<page:page>/<uuid:key>/", phases.record, name="record"),
    path(HOME + "<page:page>/<uuid:key>/edit/", records.edit_record, name="edit_record"),
    path(HOME + "<page:page>/<uuid:key>/history/", saves.record_history, name="record_history"),
    path(
        HOME + "<page:page>/<uuid:key>/history/<int:version>/<slug:field>/<slug:language>/take-back/",
        records.take_back_text,
        name="take_back_text",
    ),
    path(HOME + "<page:page>/<uuid:key>/keep/", records.keep_record, name="keep_record"),
    path(HOME + "<page:page>/<uuid:key>/take-example/", records.take_example, name="take_example"),
    path(HOME + "<page:page>/<uuid:key>/archive/", records.archive_record, name="archive_record"),
    path(HOME + "<page:page>/<uuid:key>/restore/", records.restore_record, name="restore_record"),
    path(HOME + "<page:page>/<uuid:key>/move/<way:way>/", records.move_record, name="move_record"),
]
