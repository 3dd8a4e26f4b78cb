using SaaSOdoo.Infrastructure.Backups;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

public sealed class StoredFilesTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("01/" + Hash)]
    [InlineData("012/" + Hash)]
    public void A_file_is_wanted_once(string path)
    {
        var files = new StoredFiles();
        files.Add(path);
        files.Add(path);

        files.Count.ShouldBe(1);
        files.Remove("01/" + Hash[..39] + "8").ShouldBeFalse();
        files.Remove(path).ShouldBeTrue();
        files.Remove(path).ShouldBeFalse();
        files.Strange.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("02/" + Hash)]
    [InlineData("0123/" + Hash)]
    [InlineData("01/" + Hash + "/x")]
    [InlineData("01/0123456789ABCDEF0123456789abcdef01234567")]
    [InlineData("01/012345678../ab/0123456789abcdef01234567")]
    [InlineData("checklist/01/" + Hash)]
    public void What_Odoo_would_not_have_named_is_counted_and_never_wanted(string path)
    {
        var files = new StoredFiles();
        files.Add(path);

        files.Count.ShouldBe(0);
        files.Strange.ShouldBe(1);
        files.Remove(path).ShouldBeFalse();
    }
}
