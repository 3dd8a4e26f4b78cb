namespace SaaSOdoo.Application.Secrets;

/// <summary>Encrypts what must be read again later (database and initial passwords). Keys live in PostgreSQL.</summary>
public interface ISecretProtector
{
    string Protect(string secret);

    string Unprotect(string protectedSecret);
}

/// <summary>One-way hashing of customers' passwords, slow on purpose; so few are at work at once, and the others wait their turn.</summary>
public interface IPasswordHasher
{
    Task<string> HashAsync(string password, CancellationToken cancellationToken);

    Task<bool> VerifyAsync(string hash, string password, CancellationToken cancellationToken);

    /// <summary>A hash of nothing anybody knows, so that an unknown e-mail costs the same time as a known one.</summary>
    string Dummy { get; }
}

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
