import Foundation
import Testing

extension LabTests {
    /// Keystone and Glance over HTTPS, with an authority of their own.
    @Suite(.lab("tls", "--tls", "--regions", "1", "--old", "0")) struct TLS {
        @Test func `an authority of the cloud's own is trusted by cacert, and by nothing else`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let named = try await monitor.check()
                #expect(named.status == 0, "\(named.errors)")
                #expect(named.summary == ["initial": 4])
                #expect(named.errors == "")

                let doctor = try await monitor.run("doctor", "lab")
                #expect(doctor.status == 0)
                #expect(doctor.output.contains("the certificate is trusted by /"))
            }
            try await withoutAuthority(lab)
            try await withoutVerification(lab)
        }

        private func withoutAuthority(_ lab: Lab) async throws {
            try await Monitor.with(lab) { monitor in
                let bare = try lab.rewritingClouds(to: monitor.home.appendingPathComponent("bare.yaml")) {
                    $0.split(separator: "\n").filter { !$0.contains("cacert:") }.joined(separator: "\n") + "\n"
                }
                let monitor = Monitor(lab: bare, home: monitor.home)
                let before = lab.logins
                let check = try await monitor.run("check", "--cloud", "lab")
                #expect(check.status == 2)
                #expect(
                    (check.output + check.errors).contains(
                        "TLS with 127.0.0.1 failed: the server's certificate is signed by an authority that is not trusted here"
                    ), "\(check.output)")
                let doctor = try await monitor.run("doctor", "lab")
                #expect(doctor.status == 1)
                #expect(doctor.output.contains("if the cloud has an authority of its own, name its file in cacert"))
                #expect(lab.logins == before, "no password is sent to who cannot prove who it is")
            }
        }

        private func withoutVerification(_ lab: Lab) async throws {
            try await Monitor.with(lab) { monitor in
                let open = try lab.rewritingClouds(to: monitor.home.appendingPathComponent("open.yaml")) {
                    $0.split(separator: "\n").map { line in
                        line.contains("cacert:") ? line.prefix { $0 == " " } + "verify: false" : String(line)
                    }.joined(separator: "\n") + "\n"
                }
                let monitor = Monitor(lab: open, home: monitor.home)
                for _ in 1...2 {
                    // A check in a pipe is silent about settings while nothing is new; who asks for the targets is told.
                    let check = try await monitor.check()
                    #expect(check.status == 0)
                    #expect(!check.errors.contains("verify"))
                    let targets = try await monitor.run("targets", "--cloud", "lab")
                    #expect(
                        targets.errors.contains(
                            "clouds.lab.verify: is off: whoever sits in between can read the password; name the authority in cacert"
                        ), "\(targets.errors)")
                }
                let file = try monitor.configure("clouds: [{name: lab, schemas: [image]}]\n")
                for _ in 1...2 {
                    let daemon = try monitor.start(["run", "--config", file, "--store", monitor.store.path])
                    try await eventually { daemon.errors.contains("watching") }
                    daemon.interrupt()
                    let ending = try await daemon.ending()
                    #expect(ending.errors.components(separatedBy: "verify: is off").count == 2, "once each start")
                }
            }
        }
    }
}
