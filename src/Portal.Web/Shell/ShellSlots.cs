using Microsoft.AspNetCore.Components;
using Portal.Platform.Authorization;

namespace Portal.Web.Shell;

/// <summary>
/// What features put into the shell without the shell knowing them: component types, rendered below the organization's gate. A feature
/// adds its own in its <c>Add…</c> door: <c>services.Configure&lt;ShellSlots&gt;(s => s.AddBanner&lt;CoverageBanners&gt;())</c>.
/// </summary>
public sealed class ShellSlots
{
    private readonly List<Type> _banners = [];
    private readonly List<Type> _clocks = [];
    private readonly List<Type> _keyHints = [];
    private readonly List<SettingsSection> _settings = [];
    private readonly Dictionary<string, Type> _badges = new(StringComparer.Ordinal);

    /// <summary>Under the app bar, in a live region, on every page of the organization.</summary>
    public IReadOnlyList<Type> Banners => _banners;

    /// <summary>In the app bar: the demo's clock.</summary>
    public IReadOnlyList<Type> Clocks => _clocks;

    /// <summary>Where somebody is asked for a vendor's key: the demo's keys.</summary>
    public IReadOnlyList<Type> KeyHints => _keyHints;

    /// <summary>Beside an entry of the navigation, by its path.</summary>
    public IReadOnlyDictionary<string, Type> Badges => _badges;

    /// <summary>Tabs of the settings pages, in the order they were added.</summary>
    public IReadOnlyList<SettingsSection> Settings => _settings;

    /// <typeparam name="TText">The feature's texts.</typeparam>
    /// <param name="path">Below the organization, e.g. <c>settings/frameworks</c>.</param>
    /// <param name="anyOf">Who is offered it.</param>
    public ShellSlots AddSettings<TText>(string path, string textKey, params Permission[] anyOf)
    {
        _settings.Add(new(path, typeof(TText), textKey, anyOf));
        return this;
    }

    public ShellSlots AddBanner<T>()
        where T : IComponent
    {
        _banners.Add(typeof(T));
        return this;
    }

    public ShellSlots AddClock<T>()
        where T : IComponent
    {
        _clocks.Add(typeof(T));
        return this;
    }

    public ShellSlots AddKeyHint<T>()
        where T : IComponent
    {
        _keyHints.Add(typeof(T));
        return this;
    }

    /// <param name="path">Path of the entry below the organization, e.g. <c>alerts</c>.</param>
    public ShellSlots AddBadge<T>(string path)
        where T : IComponent
    {
        _badges[path] = typeof(T);
        return this;
    }
}

/// <summary>A page of settings, owned by a feature.</summary>
public sealed record SettingsSection(string Path, Type Text, string TextKey, IReadOnlyList<Permission> AnyOf);
