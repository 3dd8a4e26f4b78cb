using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.Application.Sessions;

public static class SessionTokens
{
    /// <summary>What is stored of a token: it cannot be turned back, and 256 random bits cannot be guessed from it.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
