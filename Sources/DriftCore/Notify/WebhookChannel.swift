/// A webhook: a CloudEvent in structured JSON, signed and delivered as Standard Webhooks asks.
package struct WebhookChannel: ChannelKind {
    /// Often holds a token, so it is as secret as the keys.
    package var url: Secret
    /// Several while one replaces another; none for unsigned messages.
    package var keys: [SigningKey]
    package var headers: HTTPHeaders
    package var tls: TLSSettings

    package init(
        url: Secret, keys: [SigningKey] = [], headers: HTTPHeaders = HTTPHeaders(), tls: TLSSettings = TLSSettings()
    ) {
        self.url = url
        self.keys = keys
        self.headers = headers
        self.tls = tls
    }

    package func body(of message: Message, monitor: String) -> [UInt8] {
        CloudEvent(message, monitor: monitor).body
    }

    package func send(_ body: [UInt8], of message: Message, through exits: ChannelExits) async -> AttemptResult {
        await Attempt(webhook: self, messageID: message.id, body: body, now: exits.now()).send(over: exits.transport)
    }
}
