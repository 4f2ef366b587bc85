using Portal.EndToEnd.Tests.Hosting;

namespace Portal.EndToEnd.Tests.Accessibility;

/// <summary>Every route for every role, as <see cref="PageGate"/> looks at it.</summary>
[Collection(SharedPortalCollection.Name)]
public sealed class EveryPageTests(Residents residents) : IClassFixture<Residents>
{
    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var (persona, paths) in new (string, IEnumerable<string>)[]
            {
                ("ada", [.. Routes.Northwind, .. Routes.ForAdmins, .. Routes.Elsewhere.Where(path => path.Contains("{revoked}", StringComparison.Ordinal)), "/"]),
                ("casey", [.. Routes.Northwind, .. Routes.Elsewhere]),
                ("audrey", [.. Routes.Readable, .. Routes.Elsewhere, "/"]),
                ("", ["/", "/nothing-here", .. Routes.BeforeAnOrganization]),
            })
            {
                foreach (var path in paths)
                {
                    pages.Add(persona, path);
                }
            }

            return pages;
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Page_InBothThemesAndNarrow_PassesTheGate(string persona, string path)
    {
        var visitor = await residents.GetAsync(persona);
        await visitor.GoAsync(await residents.ResolveAsync(visitor, persona, path));
        await PageGate.AssertAsync(visitor, $"{persona} at {path}");
    }
}
