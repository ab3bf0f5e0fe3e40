"""Sessions stand in the database, as Django keeps them; they are found by a statement that is made once."""

from django.contrib.sessions.backends import db
from django.utils import timezone

from integration_programme.prepared import SOME_TEXT, Prepared

SESSION = Prepared(lambda: db.SessionStore.get_model_class().objects.filter(session_key=SOME_TEXT))


class SessionStore(db.SessionStore):
    """Django's, on the one statement that every page of somebody signed in begins with."""

    def _get_session_from_db(self):
        found = SESSION.first(None, {SOME_TEXT: self.session_key})
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None
