using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Infrastructure.Backups.Restores;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Restores;

/// <summary>What the lexer lets through is what it got without exactly the statements that are named, wherever it is cut into pieces.</summary>
public sealed class DumpLexerTests
{
    // What may stand in a dump and has to stay, whatever it looks like inside.
    private static readonly string[] Kept =
    [
        "CREATE TABLE public.t (\n    id integer NOT NULL,\n    \"a OWNER TO b\" text DEFAULT 'ALTER TABLE t OWNER TO x;'::text\n);\n",
        "INSERT INTO t VALUES ('it''s; GRANT ALL ON t TO x;', E'a\\';\\nGRANT ALL ON t TO x;\\\\', U&'\\0441;', \"q\"\";\");\n",
        "SELECT E'\\'', 'x\\', $1, a$b$c, 1e5;\n",
        "SET statement_timeout = 0;\n",
        "SET transaction_timeout_of_mine.x = 0;\n",
        "SET standard_conforming_strings = on;\n",
        "SELECT pg_catalog.set_config('search_path', '', false);\n",
        "COPY public.t (id, \"from stdin\") FROM stdin;\n1\tALTER TABLE t OWNER TO x;\n\\.x\n\\\\.\n'\n$$\n/*\n--\n\\restrict abc\n\\.\n",
        "COPY public.empty (id) FROM stdin;\n\\.\n",
        "COPY public.crlf (id) FROM stdin;\n1;\r\n\\.\r\n",
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $_$ BEGIN GRANT ALL ON t TO x; SELECT '$$', $1; END $_$;\n",
        "CREATE FUNCTION g() RETURNS void LANGUAGE sql AS $$ALTER TABLE t OWNER TO x;$a$ COMMENT ON EXTENSION e IS '';$$;\n",
        "CREATE FUNCTION h() RETURNS int LANGUAGE sql\n    BEGIN ATOMIC\n SELECT CASE WHEN true THEN 1 END;\n GRANT ALL ON t TO x;\nEND;\n",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); GRANT ALL ON t TO x;);\n",
        "/* GRANT ALL ON t TO x; /* nested */ ALTER TABLE t OWNER TO x; */\n",
        "-- ALTER TABLE t OWNER TO x;\n",
        "--\n-- Name: t; Type: TABLE; Owner: -\n--\n\n",
        "COMMENT ON TABLE t IS 'COMMENT ON EXTENSION x IS NULL;';\n",
        "GRANT SELECT ON TABLE t TO PUBLIC;\nREVOKE USAGE ON SCHEMA public FROM PUBLIC;\n",
        "ALTER TABLE ONLY public.t ADD CONSTRAINT c CHECK ((x <> 'OWNER TO y'::text));\n",
        "ALTER TABLE t ALTER a SET DEFAULT 1, OWNER TO x;\n",
        "ALTER /* x; */ TABLE t -- OWNER TO y;\n RENAME TO \"owner to\";\n",
        "\\unrestrict wrong\n\\! id\n",
        "CREATE VIEW v AS SELECT 1 - 2 / 3 - -4 AS \"GRANT\";\n",
        ";;\n",
    ];

    private static readonly string[] Left =
    [
        "ALTER TABLE public.t OWNER TO odoo;",
        "alter function public.f(a integer, b text) owner to \"Some; Role\";",
        "ALTER SCHEMA /* a; */ s -- b;\n OWNER TO x ;",
        "GRANT ALL ON TABLE public.t TO readers;",
        "GRANT SELECT(a, b) ON TABLE t TO PUBLIC, \"x\" WITH GRANT OPTION;",
        "REVOKE ALL ON SCHEMA public FROM postgres;",
        "GRANT some_role TO other WITH GRANT OPTION GRANTED BY third;",
        "ALTER DEFAULT PRIVILEGES FOR ROLE x IN SCHEMA public GRANT SELECT ON TABLES TO y;",
        "SET transaction_timeout = 0;",
        "SET SESSION transaction_timeout TO '0';",
        "COMMENT ON EXTENSION pg_trgm IS 'text; similarity';",
    ];

    [Fact]
    public void It_lets_through_what_it_got_without_the_named_statements() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var (given, expected, count) = Dump(random);

        var (read, left, whole) = Read(given, () => random.Next(1, random.Next(2) == 0 ? 3 : 200));

        read.ShouldBe(expected);
        left.ShouldBe(count);
        whole.ShouldBeTrue();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_may_be_cut_anywhere()
    {
        var (given, expected, _) = Dump(new Random(1));
        for (var size = 1; size < 200; size++)
            Read(given, () => size).Text.ShouldBe(expected);
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT 'a;")]
    [InlineData("COPY t FROM stdin;\n1\n")]
    [InlineData("DO $a$ BEGIN END; $b$;")]
    [InlineData("/* /* */ SELECT 1;")]
    [InlineData("SELECT (1;")]
    public void What_breaks_off_is_not_whole(string dump) => Read(dump, () => 7).Whole.ShouldBeFalse();

    [Fact]
    public void Only_the_dumps_own_first_pair_of_restrict_is_left_out() =>
        Read("\\restrict one\nSELECT 1;\n\\restrict two\n\\unrestrict two\n\\unrestrict one\n", () => 5).Text
            .ShouldBe("\nSELECT 1;\n\\restrict two\n\\unrestrict two\n\n");

    [Fact]
    public void A_backslash_ends_no_quote_where_the_dump_says_so() =>
        Read("SET standard_conforming_strings = off;\nSELECT 'a\\';GRANT ALL ON t TO x;';\nSET transaction_timeout = 0;\n", () => 9).Text
            .ShouldBe("SET standard_conforming_strings = off;\nSELECT 'a\\';GRANT ALL ON t TO x;';\n\n");

    [Fact]
    public void A_line_of_any_length_takes_no_memory()
    {
        var output = new DumpOutput();
        var lexer = new DumpLexer(output);
        var piece = new byte[64 * 1024];
        var most = 0;
        foreach (var begin in new[] { "SELECT '", "COPY t FROM stdin;\n", "GRANT ", "ALTER TABLE x ADD c text DEFAULT '", "\\restrict " })
        {
            Array.Fill(piece, (byte)'a');
            Encoding.UTF8.GetBytes(begin).CopyTo(piece, 0);
            for (var i = 0; i < 100; i++)
            {
                lexer.Read(piece);
                most = Math.Max(most, output.Passed.Length + output.HeldLength);
                output.Taken();
                Array.Fill(piece, (byte)'a');
            }

            lexer.Read("\n\\.\n';\n"u8);
            output.Taken();
        }

        most.ShouldBeLessThan(300 * 1024);
    }

    private static (string Given, string Expected, int LeftOut) Dump(Random random)
    {
        var (given, expected, count) = (new StringBuilder(), new StringBuilder(), 0);
        for (var i = 0; i < 60; i++)
        {
            if (random.Next(3) == 0)
            {
                given.Append(Left[random.Next(Left.Length)]).Append('\n');
                expected.Append('\n');
                count++;
            }
            else
            {
                var kept = Kept[random.Next(Kept.Length)];
                given.Append(kept);
                expected.Append(kept);
            }
        }

        return (given.ToString(), expected.ToString(), count);
    }

    private static (string Text, int LeftOut, bool Whole) Read(string text, Func<int> size)
    {
        var output = new DumpOutput();
        var lexer = new DumpLexer(output);
        var passed = new StringBuilder();
        var rest = Encoding.UTF8.GetBytes(text).AsMemory();
        while (!rest.IsEmpty)
        {
            var piece = rest[..Math.Min(rest.Length, size())];
            lexer.Read(piece.Span);
            passed.Append(Encoding.UTF8.GetString(output.Passed.Span));
            output.Taken();
            rest = rest[piece.Length..];
        }

        var whole = lexer.Finish();
        passed.Append(Encoding.UTF8.GetString(output.Passed.Span));
        return (passed.ToString(), lexer.LeftOut.Values.Sum(), whole);
    }
}
