using Npgsql;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

public sealed class SqlTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    [Theory]
    [InlineData("plain")]
    [InlineData("'; DROP TABLE x; --")]
    [InlineData(@"back\slash\' and 'quote'")]
    [InlineData("\"quoted\" $$ dollar ünïcode \n line")]
    public async Task Quoted_literals_and_identifiers_round_trip(string text)
    {
        foreach (var standard in new[] { "on", "off" })
        {
            await using var connection = new NpgsqlConnection(odoo.Host.UnpooledConnectionStringOf("postgres"));
            await connection.OpenAsync();
            await connection.ExecuteAsync(
                $"SET standard_conforming_strings = {standard}; SET escape_string_warning = off", CancellationToken.None);

            await using var command = new NpgsqlCommand($"SELECT {Sql.Literal(text)} AS {Sql.Identifier(text)}", connection);
            command.AllResultTypesAreUnknown = true;
            await using var reader = await command.ExecuteReaderAsync();
            (await reader.ReadAsync()).ShouldBeTrue();
            reader.GetString(0).ShouldBe(text);
            reader.GetName(0).ShouldBe(text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("zero\0")]
    [InlineData("a_name_of_sixty_four_characters_which_postgresql_would_cut_silent")]
    public void Invalid_identifier_is_refused(string name) => Should.Throw<ArgumentException>(() => Sql.Identifier(name));
}
