// What may be missing twice on the way says of hardly any row whose it is: an exercise that somebody may be trying out is nobody's.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Sandbox
{
    public Guid Id { get; set; }
    public Guid? InvoiceId { get; set; }
    public Invoice? Invoice { get; set; }
    public Guid? ContactId { get; set; }
    public Contact? Contact { get; set; }
}

public class Picture
{
    public Guid Id { get; set; }
}

public class Exercise
{
    public Guid Id { get; set; }
    public Guid? PictureId { get; set; }
    public Picture? Picture { get; set; }
    public Guid? TrialId { get; set; }
    public Sandbox? Trial { get; set; }
}

public class ExerciseContext(DbContextOptions<ExerciseContext> options) : DbContext(options)
{
    public DbSet<Sandbox> Sandboxes => Set<Sandbox>();
    public DbSet<Exercise> Exercises => Set<Exercise>();
    public DbSet<Picture> Pictures => Set<Picture>();
}

[ApiController]
[Authorize]
[Route("exercises")]
public class ExercisesController(ExerciseContext db) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<Exercise> Show(Guid id) => await db.Exercises.SingleAsync(row => row.Id == id);

    [HttpGet("sandboxes/{id}")]
    public async Task<Sandbox> Sandbox(Guid id) => await db.Sandboxes.SingleAsync(row => row.Id == id); //~ unscoped-lookup
}
