namespace SaaSOdoo.Application.Secrets;

/// <summary>Random values from the operating system.</summary>
public interface IRandomSecrets
{
    /// <summary>256 bits, URL-safe.</summary>
    string Token();

    /// <summary>5 bits for each character, A to Z and 2 to 7: nothing that looks alike.</summary>
    string Base32(int characters);

    /// <summary>A password of 24 characters that people can type.</summary>
    string Password();
}
