import XCTest

final class PlaceholderTLGen: XCTestCase {}
