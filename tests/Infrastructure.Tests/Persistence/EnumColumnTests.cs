using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Persistence;

public sealed class EnumColumnTests
{
    private static readonly IModel Model = new AppDb(new DbContextOptionsBuilder<AppDb>().UseNpgsql("Host=nowhere").Options).Model;

    [Fact]
    public void Every_enum_column_goes_through_the_one_converter_there_and_back()
    {
        var columns = Columns();
        columns.Count.ShouldBeGreaterThan(20);
        foreach (var (column, type) in columns)
        {
            var converter = column.GetTypeMapping().Converter.ShouldNotBeNull($"{column.DeclaringType.Name}.{column.Name}");
            converter.GetType().ShouldBe(typeof(EnumConverter<>).MakeGenericType(type));
            var members = Enum.GetValues(type).Cast<object>().ToList();
            var words = members.Select(m => (string)converter.ConvertToProvider(m)!).ToList();
            words.ShouldBeUnique();
            words.ShouldAllBe(w => w.Length <= column.GetMaxLength() && w.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'));
            words.Select(converter.ConvertFromProvider).ShouldBe(members);
        }
    }

    [Fact]
    public void A_word_is_the_members_name_in_snake_case() =>
        Enum.GetValues<Sample>().Select(EnumText<Sample>.Of).ShouldBe(["new", "past_due"]);

    [Theory]
    [InlineData("gone")]
    [InlineData("PastDue")]
    [InlineData("pastdue")]
    [InlineData("Past_due")]
    [InlineData("1")]
    [InlineData("")]
    public void A_word_that_is_none_is_refused_and_named_with_its_type(string word) =>
        Should.Throw<InvalidOperationException>(() => new EnumConverter<Sample>().ConvertFromProvider(word)).Message.ShouldBe($"Sample has no member stored as \"{word}\".");

    [Fact]
    public void A_number_without_a_member_is_not_stored() =>
        Should.Throw<InvalidOperationException>(() => EnumText<Sample>.Of((Sample)7)).Message.ShouldBe("Sample has no member 7.");

    [Fact]
    public async Task Every_enum_column_is_checked_by_the_database()
    {
        var database = new PlatformDatabase();
        await database.InitializeAsync();
        try
        {
            await using var db = database.NewDb();
            var checks = await db.Database.SqlQuery<string>($"select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where contype = 'c'")
                .ToListAsync();
            var columns = Columns();
            columns.Count.ShouldBeGreaterThan(20);
            var missing = columns.Where(c => !checks.Exists(check => IsCheckOf(check, c.Column, EnumChecks.WordsOf(c.Type))));
            missing.Select(c => $"{c.Column.DeclaringType.Name}.{c.Column.Name}").ShouldBeEmpty();
            checks.ShouldContain(check => check.Contains("preferences ->> 'theme'"));

            var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => db.Database.ExecuteSqlRawAsync(
                """
                insert into plans select (jsonb_populate_record(p,
                    '{"id": "00000000-0000-7000-8000-000000000001", "code": "new", "database_kind": "shared,dedicated"}')).* from plans p limit 1
                """.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));
            refused.ConstraintName.ShouldBe("ck_plans_database_kind");
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    private static bool IsCheckOf(string check, IProperty column, IReadOnlyList<string> words) =>
        check.StartsWith($"{column.DeclaringType.ContainingEntityType.GetTableName()} CHECK", StringComparison.Ordinal)
        && check.Contains($"(({column.GetColumnName()})::text", StringComparison.Ordinal)
        && words.All(word => check.Contains($"'{word}'", StringComparison.Ordinal));

    private static List<(IProperty Column, Type Type)> Columns() =>
    [
        .. from property in Model.GetEntityTypes().SelectMany(e => e.GetFlattenedProperties())
           let type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType
           where type.IsEnum
           select (property, type),
    ];

    private enum Sample
    {
        New,
        PastDue,
    }
}
