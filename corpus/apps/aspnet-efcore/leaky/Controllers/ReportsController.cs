using System;
using System.Threading.Tasks;
using Dapper;
using Ledgerly.Contracts;
using Ledgerly.Services;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;

namespace Ledgerly.Controllers;

[ApiController]
[Authorize]
[Route("api/reports")]
public class ReportsController : ControllerBase
{
    private readonly string _connectionString;
    private readonly ICurrentAccount _current;

    public ReportsController(IConfiguration configuration, ICurrentAccount current)
    {
        _connectionString = configuration.GetConnectionString("Billing") ?? throw new InvalidOperationException("No connection string");
        _current = current;
    }

    [HttpGet("totals")]
    public async Task<IActionResult> Totals()
    {
        await using var connection = new SqlConnection(_connectionString);
        var rows = await connection.QueryAsync<StatusTotal>("SELECT Status, SUM(Total) AS Total FROM Invoices WHERE AccountId = @AccountId GROUP BY Status", new { _current.AccountId }); //~ verdict scoped
        return Ok(rows);
    }

    [HttpGet("outstanding")]
    public async Task<IActionResult> Outstanding([FromQuery] DateTimeOffset before)
    {
        await using var connection = new SqlConnection(_connectionString);
        var rows = await connection.QueryAsync<StatusTotal>("SELECT Status, SUM(Total) AS Total FROM Invoices WHERE DueAt < @before GROUP BY Status", new { before }); //~ unscoped-sql
        return Ok(rows);
    }
}
