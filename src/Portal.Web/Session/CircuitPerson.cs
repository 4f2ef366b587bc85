using Microsoft.AspNetCore.Components.Authorization;

namespace Portal.Web.Session;

/// <summary>The signed-in person inside a circuit, where there is no request to ask.</summary>
public sealed class CircuitPerson(AuthenticationStateProvider authentication)
{
    /// <returns>Null when nobody is signed in.</returns>
    public async Task<SignedInPerson?> GetAsync() => SignedInPerson.From((await authentication.GetAuthenticationStateAsync()).User);
}
