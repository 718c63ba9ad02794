// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if LibSQL
import FerogramBase
import FerogramConnect
import FerogramSession

/// A server that speaks Hrana, the protocol of libSQL, over HTTPS.
struct HranaServer: Sendable {
    private let client: HTTPClient
    private let url: HTTPURL
    private let authToken: String?

    /// How often a request is made that may be made again.
    private static let attempts = 3
    /// The longest answer in bytes.
    private static let longestAnswer = 64 << 20

    init(_ url: String, authToken: String?, certificates: String?) throws(StoreError) {
        let scheme = "libsql://"
        var text = url.hasPrefix(scheme) ? "https://" + url.dropFirst(scheme.count) : url
        while text.hasSuffix("/") { text.removeLast() }
        do throws(HTTPError) {
            self.url = try HTTPURL(text + "/v2/pipeline")
            var limits = HTTPLimits()
            limits.body = Self.longestAnswer
            limits.redirects = 0
            limits.timeout = .seconds(20)
            client = HTTPClient(
                through: SocketDialer(),
                context: try TLSContext(trusting: certificates.map { .certificates(pem: $0) } ?? .system),
                limits: limits)
        } catch {
            throw .unsupported("\(error)")
        }
        self.authToken = authToken
    }

    /// Runs a batch.
    ///
    /// - Parameters:
    ///   - batch: The statements.
    ///   - isRepeatable: Whether it does no harm to run it twice, so that it is run again when the answer is lost.
    /// - Returns: What the statements answered.
    /// - Throws: `StoreError`.
    func run(_ batch: HranaBatch, isRepeatable: Bool) async throws(StoreError) -> HranaResults {
        var request = HTTPRequest(url)
        request.method = "POST"
        request.fields = [("Content-Type", "application/json")]
        if let authToken { request.fields.append(("Authorization", "Bearer \(authToken)")) }
        request.body = try batch.request()
        var attempt = 1
        while true {
            do throws(StoreError) {
                return try await run(request)
            } catch {
                guard case .unavailable = error, isRepeatable, attempt < Self.attempts, !Task.isCancelled else {
                    throw error
                }
                attempt += 1
            }
        }
    }

    private func run(_ request: HTTPRequest) async throws(StoreError) -> HranaResults {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await client.send(request)
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw .unavailable("libSQL: \(error)")
        }
        guard response.status == 200 else {
            let words = JSONValue(response.body)?["error"]?.text ?? JSONValue(response.body)?["message"]?.text
            let text = "libSQL: status \(response.status)\(words.map { ", " + $0 } ?? "")"
            // Who is not let in is not let in the next time.
            throw [401, 403, 404].contains(response.status) ? .unsupported(text) : .unavailable(text)
        }
        return try HranaResults(response.body)
    }
}
#endif
