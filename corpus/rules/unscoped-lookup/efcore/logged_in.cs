using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// Whom a library logs in is a person, whatever it is called: here a customer.
public class Customer
{
    public Guid Id { get; set; }
}

public class Basket
{
    public Guid Id { get; set; }
    public Guid CustomerId { get; set; }
    public Customer Customer { get; set; } = null!;
}

public class BasketContext(DbContextOptions<BasketContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Basket> Baskets => Set<Basket>();
}

public static class Startup
{
    public static void Configure(IServiceCollection services)
    {
        services.AddIdentity<Customer, IdentityRole>().AddEntityFrameworkStores<BasketContext>();
    }
}

[Authorize]
[ApiController]
[Route("api/baskets")]
public class BasketsController(BasketContext db, UserManager<Customer> customers) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Any(Guid id)
    {
        return Ok(await db.Baskets.FirstAsync(b => b.Id == id)); //~ unscoped-lookup
    }

    [HttpGet("{id}/own")]
    public async Task<IActionResult> Own(Guid id)
    {
        var customer = await customers.GetUserAsync(User);
        return Ok(await db.Baskets.FirstAsync(b => b.Id == id && b.CustomerId == customer!.Id)); //~ verdict scoped
    }

    [Authorize(Roles = "Sales")]
    [HttpGet("{id}/sold")]
    public async Task<IActionResult> Sold(Guid id)
    {
        return Ok(await db.Baskets.FirstAsync(b => b.Id == id)); //~ unscoped-lookup pedantic
    }
}
