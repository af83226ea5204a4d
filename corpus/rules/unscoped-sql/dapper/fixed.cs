// The same with the tenant.

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
    public Task<decimal> Total(Guid id) => db.QuerySingleAsync<decimal>( //~ verdict scoped
        "SELECT Total FROM Invoices WHERE Id = @id AND OrganizationId = @organizationId",
        new { id, organizationId = current.OrganizationId });

    [HttpGet("lines")]
    public Task<decimal> Lines() => db.ExecuteScalarAsync<decimal>( //~ verdict scoped
        "SELECT SUM(l.Amount) FROM Lines l JOIN Invoices i ON i.Id = l.InvoiceId WHERE i.OrganizationId = @OrganizationId",
        new { current.OrganizationId });
}
