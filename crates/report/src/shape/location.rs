//! Where named places lie.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::fault::{Fault, read_each};

/// Where a named place lies, as far as a gazetteer and the text tell. The data are those of GeoNames
/// (geonames.org, CC BY 4.0).
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Place")]
pub(crate) struct Location {
    /// How exactly it is known. Only a city has a point; `unknown` is a name that the text leaves
    /// open.
    pub(crate) precision: Text<model::PlacePrecision>,
    /// Which rule chose it, or left it open.
    pub(crate) rule: String,
    /// What is meant; absent where it is left open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) site: Option<Site>,
    /// What else bears the name, the largest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) others: Vec<Site>,
}

/// A country, a division of one, or a town.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Site {
    /// Which of these it is.
    pub(crate) precision: Text<model::PlacePrecision>,
    /// Its name in the gazetteer.
    pub(crate) name: String,
    /// The code of its country in ISO 3166-1.
    pub(crate) country: String,
    /// The first-order division that it lies in, or is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    /// Degrees north, of cities only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -90, max = 90))]
    pub(crate) latitude: Option<f64>,
    /// Degrees east, of cities only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -180, max = 180))]
    pub(crate) longitude: Option<f64>,
    /// Where the gazetteer has it: `geonames:98182`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
}

impl Location {
    pub(crate) fn of(place: &model::Place) -> Location {
        Location {
            precision: Text(place.precision()),
            rule: place.rule.clone(),
            site: place.site.as_ref().map(Site::of),
            others: place.others.iter().map(Site::of).collect(),
        }
    }

    pub(crate) fn read(self) -> Result<model::Place, Fault> {
        let site = self.site.map(Site::read).transpose();
        Ok(model::Place {
            site: site.map_err(|fault| fault.under("site"))?,
            rule: self.rule,
            others: read_each("others", self.others, Site::read)?,
        })
    }
}

impl Site {
    fn of(site: &model::Site) -> Site {
        let degrees = |thousandths: i32| f64::from(thousandths) / 1000.0;
        Site {
            precision: Text(site.precision),
            name: site.name.clone(),
            country: site.country.clone(),
            region: site.region.clone(),
            latitude: site.point.map(|point| degrees(point.latitude)),
            longitude: site.point.map(|point| degrees(point.longitude)),
            source: site.source.clone(),
        }
    }

    fn read(self) -> Result<model::Site, Fault> {
        let point = match (self.latitude, self.longitude) {
            (None, None) => None,
            (Some(latitude), Some(longitude)) => Some(model::Point {
                latitude: thousandths(latitude, 90.0).map_err(|it| it.under("latitude"))?,
                longitude: thousandths(longitude, 180.0).map_err(|it| it.under("longitude"))?,
            }),
            _ => return Err(Fault::new("latitude and longitude go together")),
        };
        let Site { precision: Text(precision), name, country, region, source, .. } = self;
        Ok(model::Site { precision, name, country, region, point, source })
    }
}

fn thousandths(degrees: f64, most: f64) -> Result<i32, Fault> {
    let is_degrees = degrees.is_finite() && degrees.abs() <= most;
    let fault = || Fault::new(format!("{degrees} lies outside of the earth"));
    is_degrees.then_some((degrees * 1000.0).round() as i32).ok_or_else(fault)
}
