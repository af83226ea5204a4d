using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Person
{
    public Guid Id { get; set; }
    public bool IsAdmin { get; set; }
}

public class Device
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public Person Person { get; set; } = null!;
}

public class Directory(DbContextOptions<Directory> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();
    public DbSet<Device> Devices => Set<Device>();
}

// persons are no tenant's by themselves: who is an administrator is one everywhere
[ApiController, Authorize, Route("reports")]
public class ReportsController(ShopContext db, Directory directory, ICurrentUser current) : ControllerBase
{
    [HttpGet("own")]
    public async Task<ActionResult<List<Invoice>>> Own()
    {
        var user = await directory.People.FirstOrDefaultAsync(u => u.Id == current.UserId);
        if (user is null || !user.IsAdmin)
        {
            return Forbid();
        }
        return await db.Invoices.ToListAsync(); //~ verdict scoped
    }

    [HttpGet("named/{person}")]
    public async Task<ActionResult<List<Invoice>>> Named(Guid person)
    {
        var user = await directory.People.FirstOrDefaultAsync(u => u.Id == person);
        if (user is null || !user.IsAdmin)
        {
            return Forbid();
        }
        return await db.Invoices.ToListAsync(); //~ unscoped-list
    }
}
