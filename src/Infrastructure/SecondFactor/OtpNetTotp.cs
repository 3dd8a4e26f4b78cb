using OtpNet;
using QRCoder;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Infrastructure.SecondFactor;

internal sealed class OtpNetTotp : ITotp
{
    private const int Digits = 6;
    private const int StepSeconds = 30;
    private const int PixelsPerModule = 4;
    private static readonly VerificationWindow OneStepOff = new(previous: 1, future: 1);

    public long? FindStep(string secret, string code, DateTimeOffset now)
    {
        var totp = new Totp(Base32Encoding.ToBytes(secret), StepSeconds, OtpHashMode.Sha1, Digits);
        return totp.VerifyTotp(now.UtcDateTime, code, out var step, OneStepOff) ? step : null;
    }

    public TotpEnrolment Enrol(string issuer, Email account, string secret)
    {
        var uri = new OtpUri(OtpType.Totp, secret, account.Value, issuer, OtpHashMode.Sha1, Digits, StepSeconds).ToString();
        using var code = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return new(uri, svg.GetGraphic(PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }
}
