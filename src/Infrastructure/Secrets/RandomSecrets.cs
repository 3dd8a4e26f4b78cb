using System.Buffers.Text;
using System.Security.Cryptography;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class RandomSecrets : IRandomSecrets
{
    // Without what looks alike: 0 O o, 1 l I.
    private const string Readable = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public string Token() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string Base32(int characters) => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", characters);

    // Five groups of four, joined by hyphens: 116 bits.
    public string Password() =>
        string.Join('-', RandomNumberGenerator.GetString(Readable, 20).Chunk(4).Select(group => new string(group)));
}
