// A loop that goes on from what is registered keeps it.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class NotesContext(DbContextOptions<NotesContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == current.OrganizationId);
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            var row = Expression.Parameter(type.ClrType, "row");
            Expression kept = Expression.Not(Expression.Property(row, nameof(Note.IsDeleted)));
            if (type.GetQueryFilter() is { } known)
            {
                kept = Expression.AndAlso(Expression.Invoke(known, row), kept);
            }
            modelBuilder.Entity(type.ClrType).HasQueryFilter(Expression.Lambda(kept, row));
        }
    }
}

public class NotesController(NotesContext db) : Microsoft.AspNetCore.Mvc.ControllerBase
{
    [Microsoft.AspNetCore.Mvc.HttpGet("notes")]
    public Task<List<Note>> List() => db.Notes.ToListAsync(); //~ verdict filtered
}
