// Where nobody is known yet, a person is found by what they are called: what is theirs is asked for by whose it is. Whoever knows a row's
// secret was given it.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Person
{
    public Guid Id { get; set; }
    public string Email { get; set; } = "";
}

public class Device
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public Person Person { get; set; } = null!;
    public string AccessCode { get; set; } = "";
}

public record Arrival(string Email, Guid Device, string Code);

public class DeviceContext(DbContextOptions<DeviceContext> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();
    public DbSet<Device> Devices => Set<Device>();
}

[ApiController]
[AllowAnonymous]
[Route("arrivals")]
public class ArrivalsController(DeviceContext db) : ControllerBase
{
    [HttpPost("own")]
    public async Task<IActionResult> Own(Arrival arrival)
    {
        var person = await db.People.FirstAsync(p => p.Email == arrival.Email);
        return Ok(await db.Devices.FirstAsync(d => d.Id == arrival.Device && d.PersonId == person.Id)); //~ verdict scoped
    }

    [HttpPost("any")]
    public async Task<IActionResult> Any(Arrival arrival)
    {
        var person = await db.People.FirstAsync(p => p.Email == arrival.Email);
        var device = await db.Devices.FirstAsync(d => d.Id == arrival.Device); //~ unscoped-lookup
        return Ok(new { person.Email, device.Id });
    }

    [HttpPost("known")]
    public async Task<IActionResult> Known(Arrival arrival)
    {
        var device = await db.Devices.FirstAsync(d => d.Id == arrival.Device); //~ verdict guarded
        if (device.AccessCode != arrival.Code)
        {
            return NotFound();
        }

        return Ok(device);
    }
}
