using Portal.Web;
using Portal.Web.Demo;

if (KeyVaultStandIn.IsAskedFor(args))
{
    return await KeyVaultStandIn.RunAsync(args, Console.Out);
}

await using var portal = PortalApplication.Create(args);
return await portal.RunAsync();
