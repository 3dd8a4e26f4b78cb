using HandlebarsDotNet.Compiler;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

public sealed class MailRendererTests
{
    private readonly MailRenderer renderer = new(Links());

    public static TheoryData<MailTemplate> OdooTemplates() => [.. Enum.GetValues<MailTemplate>()];

    [Theory]
    [MemberData(nameof(OdooTemplates))]
    public void Every_value_of_a_template_stands_in_both_forms(MailTemplate template)
    {
        var values = Values(template);
        var mail = renderer.Render(template, new("Tendai Moyo", values));

        mail.Subject.ShouldNotBeNullOrWhiteSpace();
        mail.Subject.ShouldNotContain("{");
        foreach (var form in new[] { mail.Text, mail.Html })
        {
            form.ShouldContain("Tendai Moyo");
            form.ShouldContain("https://portal.example.com/");
            form.ShouldNotContain("{{");
            values.Values.ShouldAllBe(value => form.Contains(value, StringComparison.Ordinal));
        }

        mail.Text.ShouldNotContain("<");
        mail.Html.ShouldContain($"<title>{mail.Subject}</title>");
    }

    [Theory]
    [MemberData(nameof(OdooTemplates))]
    public void A_template_that_lacks_a_value_is_not_rendered(MailTemplate template)
    {
        var missing = 0;
        foreach (var name in MailTemplates.ValuesOf(template))
        {
            var values = Values(template);
            values.Remove(name);
            Should.Throw<HandlebarsUndefinedBindingException>(() => renderer.Render(template, new("Tendai Moyo", values)), name);
            missing++;
        }

        missing.ShouldBePositive();
    }

    [Theory]
    [MemberData(nameof(OdooTemplates))]
    public void Markup_in_values_stays_text_and_line_breaks_make_no_header(MailTemplate template)
    {
        const string evil = "\"'><script>alert(1)</script>\r\nBcc: all@example.com\u2028\u202Egnp&";
        var values = MailTemplates.ValuesOf(template).ToDictionary(
            name => name, name => IsAddress(name) ? "https://example.com/\"><script>x</script>" : evil, StringComparer.Ordinal);
        var mail = renderer.Render(template, new(evil, values));

        mail.Html.ShouldNotContain("<script", Case.Insensitive);
        mail.Html.ShouldContain("&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;  Bcc: all@example.\u2060com gnp&amp;");
        mail.Html.ShouldNotContain("&amp;amp;");
        mail.Text.ShouldContain("Hello \"'><script>alert(1)</script>  Bcc: all@example.\u2060com gnp&,\n");
        mail.Text.Split('\n').ShouldAllBe(line => !line.StartsWith("Bcc", StringComparison.Ordinal));
        mail.Subject.ShouldAllBe(c => !char.IsControl(c) && c != '\u202E' && c != '\u2028');
        mail.Name.ShouldNotBeNull().ShouldAllBe(c => !char.IsControl(c) && c != '\u202E' && c != '\u2028');
    }

    [Fact]
    public void Recipient_without_a_name_is_greeted_without_one()
    {
        var mail = renderer.Render(MailTemplate.PasswordReset, new(null, Values(MailTemplate.PasswordReset)));
        mail.Text.ShouldStartWith("Hello,\n");
        mail.Html.ShouldContain("Hello,</p>");
        mail.Name.ShouldBeNull();
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("")]
    public void A_link_is_a_web_address_or_the_mail_is_not_rendered(string link)
    {
        var values = Values(MailTemplate.PasswordReset);
        values["link"] = link;
        Should.Throw<FormatException>(() => renderer.Render(MailTemplate.PasswordReset, new(null, values)));
    }

    [Theory]
    [InlineData("Pay now at http://evil.example", "“Pay now at http:\u2060//evil.\u2060example”")]
    [InlineData("www.evil.example/pay", "“www.\u2060evil.\u2060example/pay”")]
    [InlineData("Acme” has ended. Call “us", "“Acme' has ended. Call 'us”")]
    [InlineData("Moyo & Sons (Pvt) Ltd.", "“Moyo & Sons (Pvt) Ltd.”")]
    public void A_name_is_quoted_and_no_link(string tenant, string shown)
    {
        var values = Values(MailTemplate.Invitation);
        values["tenant"] = tenant;
        var mail = renderer.Render(MailTemplate.Invitation, new("evil.example", values));

        mail.Subject.ShouldBe($"“the inviter” invites you to {shown}");
        mail.Text.ShouldContain($"in the tenant {shown} on SaaSOdoo.");
        mail.Text.ShouldStartWith("Hello evil.\u2060example,");
        mail.Html.ShouldNotContain("evil.example");
        mail.Html.ShouldContain(System.Net.WebUtility.HtmlEncode(shown));
    }

    [Fact]
    public void A_text_reads_like_a_letter()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["inviter"] = "Rudo O'Brien",
            ["tenant"] = "Moyo & Sons",
            ["role"] = "manager",
            ["link"] = "https://portal.example.com/accept-invitation#token=abc",
            ["valid_for"] = "7 days",
        };
        var mail = renderer.Render(MailTemplate.Invitation, new("Tendai", values));

        mail.Subject.ShouldBe("“Rudo O'Brien” invites you to “Moyo & Sons”");
        mail.Text.ShouldBe(
            """
            Hello Tendai,

            “Rudo O'Brien” invites you to work in the tenant “Moyo & Sons” on SaaSOdoo.

            Your role: manager

            Accept the invitation:
            https://portal.example.com/accept-invitation#token=abc

            The link works once, for 7 days. If you do not know “Rudo O'Brien”, ignore this mail.

            --
            SaaSOdoo
            https://portal.example.com/
            This mail was sent automatically.

            """);
        mail.Html.ShouldContain("“Moyo &amp; Sons” on SaaSOdoo.</p>");
        mail.Html.ShouldContain("<a href=\"https://portal.example.com/accept-invitation#token=abc\"");
    }

    private static Dictionary<string, string> Values(MailTemplate template) => MailTemplates.ValuesOf(template).ToDictionary(
        name => name, name => IsAddress(name) ? $"https://example.com/{name}" : $"the {name}", StringComparer.Ordinal);

    private static bool IsAddress(string name) => name is "link" or "url";

    private static PortalLinks Links() => new PortalLinks(Microsoft.Extensions.Options.Options.Create(new PortalOptions { BaseUrl = "https://portal.example.com" }));
}
