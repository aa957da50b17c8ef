//! Where on the earth a named place lies, as far as that is known.

use std::fmt;

/// How exactly a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlacePrecision {
    /// A whole country: there is no point that stands for it.
    Country,
    /// A division of a country: again without a point.
    Region,
    /// A town or city: the point is its middle.
    City,
    /// The name has several bearers, or one that the text gives no reason to believe in.
    Unknown,
}

impl PlacePrecision {
    const ALL: [PlacePrecision; 4] = [
        PlacePrecision::Country,
        PlacePrecision::Region,
        PlacePrecision::City,
        PlacePrecision::Unknown,
    ];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            PlacePrecision::Country => "country",
            PlacePrecision::Region => "region",
            PlacePrecision::City => "city",
            PlacePrecision::Unknown => "unknown",
        }
    }

    /// The precision with this published name.
    pub fn parse(name: &str) -> Option<PlacePrecision> {
        PlacePrecision::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

/// A point in thousandths of a degree: about a hundred metres, which is finer than a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// North of the equator.
    pub latitude: i32,
    /// East of Greenwich.
    pub longitude: i32,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [latitude, longitude] =
            [self.latitude, self.longitude].map(|it| f64::from(it) / 1000.0);
        write!(f, "{latitude:.3}, {longitude:.3}")
    }
}

/// One bearer of the name of a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// How large it is: country, region or city.
    pub precision: PlacePrecision,
    /// Its name in the gazetteer.
    pub name: String,
    /// The code of its country in ISO 3166-1.
    pub country: String,
    /// The first-order division that it lies in, or is.
    pub region: Option<String>,
    /// Its middle; none for countries and regions.
    pub point: Option<Point>,
    /// Where the gazetteer has it, such as `geonames:98182`.
    pub source: Option<String>,
}

/// What is known of where a named place lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The bearer of the name that the text means; none where that is left open.
    pub site: Option<Site>,
    /// The rule that chose it, or that left it open.
    pub rule: String,
    /// The other bearers of the name, the largest first.
    pub others: Vec<Site>,
}

impl Place {
    /// How exactly the place is known.
    pub fn precision(&self) -> PlacePrecision {
        self.site.as_ref().map_or(PlacePrecision::Unknown, |site| site.precision)
    }
}
