using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Persistence;

/// <summary>A trap of the provider with complex types in jsonb. When the first test fails, it is gone, and so may be the rule in ADR 23.</summary>
public sealed class JsonColumnTests(PlatformDatabase database) : IClassFixture<PlatformDatabase>
{
    [Fact]
    public async Task ExecuteUpdate_cannot_set_a_leaf_of_a_json_column_to_null()
    {
        await using var db = await NotesAsync();
        string? nothing = null;

        var literal = await Should.ThrowAsync<PostgresException>(
            () => db.Set<Note>().ExecuteUpdateAsync(n => n.SetProperty(x => x.Details.Text, (string?)null)));
        var parameter = await Should.ThrowAsync<PostgresException>(
            () => db.Set<Note>().ExecuteUpdateAsync(n => n.SetProperty(x => x.Details.Text, nothing)));

        (literal.SqlState, parameter.SqlState).ShouldBe((PostgresErrorCodes.DatatypeMismatch, PostgresErrorCodes.DatatypeMismatch));
    }

    [Fact]
    public async Task SaveChanges_sets_a_leaf_of_a_json_column_to_null_and_leaves_the_others()
    {
        await using var db = await NotesAsync();

        (await db.Set<Note>().SingleAsync()).Details.Text = null;
        await db.SaveChangesAsync();

        db.ChangeTracker.Clear();
        var read = await db.Set<Note>().SingleAsync();
        (read.Details.Text, read.Details.Pages).ShouldBe((null, 3));
    }

    private async Task<Notes> NotesAsync()
    {
        var db = new Notes(new DbContextOptionsBuilder<Notes>().UseNpgsql(database.ConnectionString).Options);
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlAsync($"create temporary table notes (id int primary key, details jsonb not null)");
        db.Add(new Note { Id = 1, Details = new() { Text = "first", Pages = 3 } });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return db;
    }

    private sealed class Notes(DbContextOptions<Notes> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Note>(note =>
        {
            note.ToTable("notes");
            note.Property(n => n.Id).HasColumnName("id").ValueGeneratedNever();
            note.ComplexProperty(n => n.Details, details => details.ToJson("details"));
        });
    }

    private sealed class Note
    {
        public int Id { get; init; }
        public required NoteDetails Details { get; init; }
    }

    private sealed class NoteDetails
    {
        public string? Text { get; set; }
        public int Pages { get; set; }
    }
}
