using Portal.Web;

await using var portal = PortalApplication.Create(args);
return await portal.RunAsync();
