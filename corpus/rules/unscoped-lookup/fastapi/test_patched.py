from unittest.mock import patch

from fastapi import Depends
from sqlalchemy.orm import Session

from prelude import Invoice, User, app, get_current_user, get_session


# what a test puts in place of something is no route
class TestInvoices:
    @patch("prelude.engine")
    def test_show(self, session: Session, invoice_id):
        return session.get(Invoice, invoice_id)


@app.get("/invoices/{invoice_id}")
def show(invoice_id: int, session: Session = Depends(get_session), user: User = Depends(get_current_user)):
    return session.get(Invoice, invoice_id)  #~ unscoped-lookup
