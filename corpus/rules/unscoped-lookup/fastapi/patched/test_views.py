from unittest.mock import patch

from flask import Flask

from views import load


# what a test puts in place of something is no route
class TestInvoices:
    @patch("prelude.engine")
    def test_load(self, session, invoice_id):
        assert load(session, invoice_id).total == 1
