/// What openstacksdk knows of public clouds: enough to log in with a user and a project alone.
///
/// Facts of openstacksdk 4.22, `openstack/config/vendors`. Settings of other services are left out.
struct CloudProfile {
    enum Status: Hashable {
        case active
        case deprecated(String)
        case shutdown(String)
        /// The provider keeps the data at this URL; openstacksdk would fetch it.
        case remote(String)
    }

    var authURL: String?
    var auth: [(key: String, value: String)] = []
    var regions: [String] = []
    var regionName: String?
    /// Other settings of the cloud.
    var settings: [(key: String, value: String)] = []
    var status = Status.active

    static func named(_ name: String) -> CloudProfile? { table[name] }
    static var names: [String] { table.keys.sorted() }

    /// As a cloud's settings.
    func settings(named name: String) -> SettingMap {
        let origin = SettingOrigin.profile(name)
        func text(_ value: String) -> Setting { Setting(value: .text(value), origin: origin) }
        var map = SettingMap()
        var auth = SettingMap()
        if let authURL { auth["auth_url"] = text(authURL) }
        for (key, value) in self.auth { auth[key] = text(value) }
        if !auth.entries.isEmpty { map["auth"] = Setting(value: .mapping(auth), origin: origin) }
        if !regions.isEmpty { map["regions"] = Setting(value: .list(regions.map(text)), origin: origin) }
        if let regionName { map["region_name"] = text(regionName) }
        for (key, value) in settings { map[key] = text(value) }
        return map
    }

    private static let defaultDomains = [
        (key: "user_domain_name", value: "Default"), (key: "project_domain_name", value: "Default"),
    ]

    private static let table: [String: CloudProfile] = [
        "auro": CloudProfile(
            authURL: "https://api.van2.auro.io:5000/v3", auth: defaultDomains, regionName: "RegionOne"),
        "betacloud": CloudProfile(
            authURL: "https://api-1.betacloud.de:5000", regions: ["betacloud-1"],
            status: .shutdown("betacloud.de has ceased business")),
        "binero": CloudProfile(authURL: "https://auth.binero.cloud:5000/v3", regions: ["europe-se-1"]),
        "bluebox": CloudProfile(regionName: "RegionOne"),
        "catalyst": CloudProfile(
            authURL: "https://api.cloud.catalyst.net.nz:5000/v2.0", regions: ["nz-por-1", "nz_wlg_2"]),
        "citycloud": CloudProfile(
            authURL: "https://{region_name}.citycloud.com:5000/v3/",
            regions: ["Buf1", "Fra1", "Sto2", "Kna1", "dx1", "tky1"]),
        "conoha": CloudProfile(authURL: "https://identity.{region_name}.conoha.io", regions: ["sin1", "sjc1", "tyo1"]),
        "dreamcompute": CloudProfile(authURL: "https://iad2.dream.io:5000", regionName: "RegionOne"),
        "elastx": CloudProfile(authURL: "https://ops.elastx.cloud:5000/v3", regionName: "se-sto"),
        "entercloudsuite": CloudProfile(
            authURL: "https://api.entercloudsuite.com/", regions: ["it-mil1", "nl-ams1", "de-fra1"]),
        "fuga": CloudProfile(
            authURL: "https://identity.api.fuga.io:5000", auth: defaultDomains, regions: ["cystack"],
            status: .deprecated("the API Endpoint is no longer responsive")),
        "ibmcloud": CloudProfile(
            authURL: "https://identity.open.softlayer.com", regions: ["london"],
            status: .shutdown("the API Endpoint is no longer responsive")),
        "internap": CloudProfile(
            authURL: "https://identity.api.cloud.inap.com", regions: ["ams01", "da01", "nyj01", "sin01", "sjc01"],
            status: .shutdown("Internap have been rebranded as HorizonIQ")),
        "limestonenetworks": CloudProfile(
            authURL: "https://auth.cloud.lstn.net:5000/v3", regions: ["us-dfw-1", "us-slc"]),
        "otc": CloudProfile(authURL: "https://iam.{region_name}.otc.t-systems.com/v3", regions: ["eu-de", "eu-nl"]),
        // Without a scheme, as openstacksdk has it; the entry adds it and says so.
        "otc-swiss": CloudProfile(authURL: "iam-pub.eu-ch2.sc.otc.t-systems.com/v3", regions: ["eu-ch2"]),
        "ovh": CloudProfile(status: .remote("https://ovhcloud.com")),
        "ovh-us": CloudProfile(
            authURL: "https://auth.cloud.ovh.us/", auth: defaultDomains,
            regions: ["US-EAST-VA-1", "US-WEST-OR-1", "US-EAST-VA", "US-WEST-OR"]),
        "rackspace": CloudProfile(
            authURL: "https://identity.api.rackspacecloud.com/v2.0/",
            regions: ["DFW", "HKG", "IAD", "ORD", "SYD", "LON"]),
        "switchcloud": CloudProfile(
            authURL: "https://identity.compute.cloud.switch.ch/v3", regions: ["zhw", "zhc"]),
        "switchengines": CloudProfile(authURL: "https://keystone.cloud.switch.ch:5000/v3", regions: ["LS", "ZH"]),
        "ultimum": CloudProfile(
            authURL: "https://console.ultimum-cloud.com:5000/", regionName: "RegionOne",
            status: .shutdown("ultimum-cloud.com has ceased business")),
        "unitedstack": CloudProfile(
            authURL: "https://identity.api.ustack.com/v3", regions: ["bj1", "gd1"],
            status: .shutdown("the API Endpoint is no longer responsive")),
        "vexxhost": CloudProfile(status: .remote("https://vexxhost.com")),
        "zetta": CloudProfile(authURL: "https://identity.api.zetta.io/v3", regions: ["no-osl1"]),
    ]
}
