/// Asks clouds what they have. One login desk serves all of them, so that targets with the same credential share its token.
package struct Discoverer: Sendable {
    /// Clouds asked at once: one that says nothing holds its place until its time is over, and nobody is to wait for that.
    package static let cloudsAtOnce = 64

    /// Keeps tokens for as long as the process lives.
    package let desk: LoginDesk

    package init(desk: LoginDesk) {
        self.desk = desk
    }

    /// Asks one cloud.
    ///
    /// - Parameter found: Hears what is known so far whenever that has grown, and the whole at the end.
    /// - Returns: the whole.
    @discardableResult
    package func ask(_ plan: CloudPlan, _ found: @Sendable (CloudFinding) async -> Void) async -> CloudFinding {
        let finding: CloudFinding
        switch plan.cloud {
        case .failure(let error): finding = CloudFinding(plan.wish, refused: error)
        case .success(let cloud):
            let session = CloudSession(cloud, desk: desk)
            let whole = await session.discover { part in await found(CloudFinding(plan.wish, cloud, session, part)) }
            finding = CloudFinding(plan.wish, cloud, session, whole)
        }
        await found(finding)
        return finding
    }

    /// Asks all clouds side by side, `cloudsAtOnce` of them at most.
    package func ask(_ plans: [CloudPlan], _ found: @escaping @Sendable (CloudFinding) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, plan) in plans.enumerated() {
                if index >= Self.cloudsAtOnce { _ = await group.next() }
                group.addTask { _ = await ask(plan, found) }
            }
        }
    }
}
