// By a key of the request, and over everything.

using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.SqlClient;
using System.Threading.Tasks;
using System;

namespace Shop;

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(SqlConnection db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public Task<decimal> Total(Guid id) =>
        db.QuerySingleAsync<decimal>("SELECT Total FROM Invoices WHERE Id = @id", new { id }); //~ unscoped-sql

    [HttpGet("lines")]
    public Task<decimal> Lines() =>
        db.ExecuteScalarAsync<decimal>("SELECT SUM(l.Amount) FROM Lines l JOIN Invoices i ON i.Id = l.InvoiceId WHERE i.Paid = 0"); //~ unscoped-sql
}
