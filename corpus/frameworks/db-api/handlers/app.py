import psycopg2
from flask import Flask, g, jsonify, request
from flask_login import current_user, login_required
from psycopg2.extras import RealDictCursor

app = Flask(__name__)

def connection():
    return psycopg2.connect("dbname=shop")


def query(sql, params=(), one=False):
    with connection() as conn, conn.cursor(cursor_factory=RealDictCursor) as cur:
        cur.execute(sql, params)
        rows = cur.fetchall()
        return (rows[0] if rows else None) if one else rows


@app.get("/invoices/<int:id>")
@login_required
def one(id):
    cur = connection().cursor()
    cur.execute("SELECT * FROM invoices WHERE id = %s", (id,))  #~ unscoped-sql
    return jsonify(cur.fetchone())


@app.get("/own/<int:id>")
@login_required
def own(id):
    cur = connection().cursor()
    cur.execute("SELECT * FROM invoices WHERE id = %s AND organization_id = %s", (id, current_user.organization_id))  #~ verdict scoped
    return jsonify(cur.fetchone())


@app.get("/helper/<int:id>")
@login_required
def by_helper(id):
    return jsonify(query("SELECT * FROM invoices WHERE id = %s", (id,), one=True))  #~ unscoped-sql


@app.get("/helper-own/<int:id>")
@login_required
def by_helper_own(id):
    return jsonify(query("SELECT * FROM invoices WHERE id = %s AND organization_id = %s", (id, current_user.organization_id), one=True))  #~ verdict scoped


@app.get("/named/<int:id>")
@login_required
def named(id):
    cur = connection().cursor()
    cur.execute(
        "SELECT * FROM invoices WHERE id = %(id)s AND organization_id = %(org)s",
        {"id": id, "org": current_user.organization_id},
    )
    return jsonify(cur.fetchone())


@app.post("/search")
@login_required
def search():
    cur = connection().cursor()
    cur.execute(f"SELECT * FROM invoices WHERE number LIKE '{request.json['q']}'")  #~ unscoped-sql
    return jsonify(cur.fetchall())


@app.delete("/invoices/<int:id>")
@login_required
def delete(id):
    with connection() as conn:
        conn.cursor().execute("DELETE FROM invoices WHERE id = %s", [id])  #~ unscoped-write
    return "", 204


@app.get("/all")
@login_required
def everything():
    cur = connection().cursor()
    cur.execute("SELECT * FROM invoices ORDER BY number")  #~ unscoped-sql
    return jsonify(cur.fetchall())
