// Collections of an embedded store.
using LiteDB; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace Shop;
public class User { public Guid Id { get; set; } }
public class Note { public Guid Id { get; set; } public Guid UserId { get; set; } public bool Done { get; set; } }
[ApiController, Authorize, Route("notes")]
public class NotesController(ILiteDatabase db) : ControllerBase
{
    private readonly ILiteCollection<User> _users = db.GetCollection<User>("users");
    private readonly ILiteCollection<Note> _notes = db.GetCollection<Note>("notes");
    private Guid Me => Guid.Parse(User.FindFirstValue(ClaimTypes.NameIdentifier)!);
    [HttpGet("{id}")] public Note Get(Guid id) => _notes.FindById(id); //~ unscoped-lookup
    [HttpGet("own/{id}")] public Note Own(Guid id) => _notes.FindOne(n => n.Id == id && n.UserId == Me); //~ verdict scoped
    [HttpGet] public List<Note> List() => _notes.Find(n => n.UserId == Me).ToList(); //~ verdict scoped
    [HttpGet("q")] public List<Note> Query() => db.GetCollection<Note>("notes").Query().Where(n => n.UserId == Me).OrderBy(n => n.Id).ToList(); //~ verdict scoped
    [HttpGet("all")] public IEnumerable<Note> All() => _notes.FindAll(); //~ unscoped-list
    [HttpDelete("{id}")] public bool Delete(Guid id) => _notes.Delete(id); //~ unscoped-write
    [HttpDelete("own/{id}")] public int DeleteOwn(Guid id) => _notes.DeleteMany(n => n.Id == id && n.UserId == Me); //~ verdict scoped
}
