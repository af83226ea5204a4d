// Whoever a row names is one of those whom it concerns, by whatever word: a check against the caller ties the row.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Review
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public Guid AssessorId { get; set; }
    public User Assessor { get; set; } = null!;
    public string Text { get; set; } = "";
}

public class ReviewContext(DbContextOptions<ReviewContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<User> Users => Set<User>();
    public DbSet<Review> Reviews => Set<Review>();
}

[ApiController]
[Authorize]
[Route("reviews")]
public class ReviewsController(ReviewContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<ActionResult<Review>> Checked(Guid id)
    {
        var review = await db.Reviews.FindAsync(id); //~ verdict guarded
        if (review == null || review.AssessorId != current.UserId)
        {
            return NotFound();
        }
        return review;
    }

    [HttpGet("{id}/loaded")]
    public async Task<ActionResult<Review>> ByRow(Guid id)
    {
        var me = await db.Users.SingleAsync(user => user.Id == current.UserId);
        var review = await db.Reviews.FirstOrDefaultAsync(row => row.Id == id && row.Assessor == me); //~ verdict scoped
        return review == null ? NotFound() : review;
    }

    [HttpGet("{id}/sent")]
    public async Task<ActionResult<Review>> Sent(Guid id, Guid assessor)
    {
        var review = await db.Reviews.FirstOrDefaultAsync(row => row.Id == id && row.AssessorId == assessor); //~ unscoped-lookup
        return review == null ? NotFound() : review;
    }
}
