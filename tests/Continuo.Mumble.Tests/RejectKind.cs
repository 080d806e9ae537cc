namespace Continuo.Mumble.Tests;

/// <summary>The numbers of the protocol's refusals, for theories: the generated type is internal.</summary>
public enum RejectKind
{
    WrongVersion = 1,
    InvalidName = 2,
    WrongUserPassword = 3,
    WrongServerPassword = 4,
    NameInUse = 5,
    ServerFull = 6,
    CertificateRequired = 7,
    AuthenticatorFailed = 8,
    NoNewConnections = 9,
}
