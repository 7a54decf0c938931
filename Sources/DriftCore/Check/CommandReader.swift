/// Hands out a stream's elements one by one to tasks that follow each other.
actor CommandReader {
    private let stream: AsyncStream<FleetCommand>

    init(_ stream: AsyncStream<FleetCommand>) {
        self.stream = stream
    }

    func next() async -> FleetCommand? {
        for await command in stream { return command }
        return nil
    }
}
