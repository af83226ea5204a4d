// The tie stands in a subquery, and in a common table expression.

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
    [HttpGet("exists")]
    public Task<decimal> Exists(Guid id) => db.QuerySingleAsync<decimal>( //~ verdict scoped
        """
        SELECT l.Amount FROM Lines l
        WHERE l.Id = @id
          AND EXISTS (SELECT 1 FROM Invoices i WHERE i.Id = l.InvoiceId AND i.OrganizationId = @organizationId)
        """,
        new { id, organizationId = current.OrganizationId });

    [HttpGet("expression")]
    public Task<decimal> Expression() => db.ExecuteScalarAsync<decimal>( //~ verdict scoped
        "WITH own AS (SELECT Id, Total FROM Invoices WHERE OrganizationId = @OrganizationId) SELECT SUM(Total) FROM own WHERE Total > 0",
        new { current.OrganizationId });
}
