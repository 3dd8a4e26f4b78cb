using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

public sealed class OdooPasswordHashTests
{
    // Made with passlib 1.7.4: pbkdf2_sha512.using(salt=bytes(range(16)), rounds=25000).hash("Correct-Horse-9 ä")
    [Fact]
    public void Password_hash_matches_passlib() =>
        OdooPasswordHash.Of("Correct-Horse-9 ä", [.. Enumerable.Range(0, 16).Select(i => (byte)i)], 25_000).ShouldBe(
            "$pbkdf2-sha512$25000$AAECAwQFBgcICQoLDA0ODw$" +
            "vTOygDBju.CkuSioH2L8wTPh4gOnK7NRNlUSG41RBmES28crO2t2hPV4RJ1aqSIgLAY8K0Xza24a0Y0QbcLgyg");

    // The same with a salt that needs the dot: bytes(range(240, 256)), 600000 rounds, "x".
    [Fact]
    public void Password_hash_uses_the_base64_alphabet_of_passlib() =>
        OdooPasswordHash.Of("x", [.. Enumerable.Range(240, 16).Select(i => (byte)i)], 600_000).ShouldBe(
            "$pbkdf2-sha512$600000$8PHy8/T19vf4.fr7/P3./w$" +
            "KpUNgYaYwI5vTFC.76m711WwpYFN2W/vPBc.NPTuSF/pMv8KTZCXYj.XFz1lprkjHwfT1CLaE5zJP7xMpEGPMA");

    [Theory]
    [InlineData("14.0", "25000")]
    [InlineData("16.0", "25000")]
    [InlineData("17.0", "600000")]
    [InlineData("19.0", "600000")]
    public void Rounds_follow_the_version_and_salts_are_random(string version, string rounds)
    {
        string[] hashes =
            [OdooPasswordHash.Of("same", version), OdooPasswordHash.Of("same", version), OdooPasswordHash.Unusable(version)];

        hashes.ShouldAllBe(h => h.StartsWith($"$pbkdf2-sha512${rounds}$", StringComparison.Ordinal));
        hashes.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void Generated_password_is_hashed_with_few_rounds() =>
        OdooPasswordHash.Of("same", "19.0", generated: true).ShouldStartWith("$pbkdf2-sha512$25000$");
}
