"""A recovered firearm is traced: the country of its maker and that of its importer are asked whom it was sold or exported to."""
