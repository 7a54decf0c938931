/// What the demonstration's regions publish: the schemas that Huawei Cloud documents for its image service (IMS API Reference,
/// "Querying an Image Schema" and "Querying an Image List Schema", native OpenStack API), which are those of OpenStack Glance
/// 2014.2 (Juno, Apache-2.0) but for one word: the type `String` of additional properties in `images`.
enum DemoDocuments {
    static let all = ["image": image, "images": images]

    /// What a region publishes after its upgrade: the step that Glance 14 (Ocata, 2017) made, which gave images two new
    /// visibilities. Clients that knew only two broke on the first shared image.
    static func upgraded(_ text: String) -> String {
        text.replacing(#"["public", "private"]"#, with: #"["community", "public", "private", "shared"]"#)
    }

    static let image = """
        {
          "additionalProperties": {"type": "string"},
          "name": "image",
          "links": [{"href": "{self}", "rel": "self"}, {"href": "{file}", "rel": "enclosure"}, {"href": "{schema}", "rel": "describedby"}],
          "properties": {
            "status": {"enum": ["queued", "saving", "active", "killed", "deleted", "pending_delete"], "type": "string", "description": "Status of the image (READ-ONLY)"},
            "tags": {"items": {"type": "string", "maxLength": 255}, "type": "array", "description": "List of strings related to the image"},
            "kernel_id": {"pattern": "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$", "type": "string", "description": "ID of image stored in Glance that should be used as the kernel when booting an AMI-style image.", "is_base": false},
            "container_format": {"enum": ["ami", "ari", "aki", "bare", "ovf", "ova"], "type": "string", "description": "Format of the container"},
            "min_ram": {"type": "integer", "description": "Amount of ram (in MB) required to boot image."},
            "ramdisk_id": {"pattern": "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$", "type": "string", "description": "ID of image stored in Glance that should be used as the ramdisk when booting an AMI-style image.", "is_base": false},
            "locations": {"items": {"required": ["url", "metadata"], "type": "object", "properties": {"url": {"type": "string", "maxLength": 255}, "metadata": {"type": "object"}}}, "type": "array", "description": "A set of URLs to access the image file kept in external store"},
            "visibility": {"enum": ["public", "private"], "type": "string", "description": "Scope of image accessibility"},
            "updated_at": {"type": "string", "description": "Date and time of the last image modification (READ-ONLY)"},
            "owner": {"type": "string", "description": "Owner of the image", "maxLength": 255},
            "file": {"type": "string", "description": "(READ-ONLY)"},
            "min_disk": {"type": "integer", "description": "Amount of disk space (in GB) required to boot image."},
            "virtual_size": {"type": "integer", "description": "Virtual size of image in bytes (READ-ONLY)"},
            "id": {"pattern": "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$", "type": "string", "description": "An identifier for the image"},
            "size": {"type": "integer", "description": "Size of image file in bytes (READ-ONLY)"},
            "instance_uuid": {"type": "string", "description": "ID of instance used to create this image.", "is_base": false},
            "os_distro": {"type": "string", "description": "Common name of operating system distribution as specified in http://docs.openstack.org/trunk/openstack-compute/admin/content/adding-images.html", "is_base": false},
            "name": {"type": "string", "description": "Descriptive name for the image", "maxLength": 255},
            "checksum": {"type": "string", "description": "md5 hash of image contents. (READ-ONLY)", "maxLength": 32},
            "created_at": {"type": "string", "description": "Date and time of image registration (READ-ONLY)"},
            "disk_format": {"enum": ["ami", "ari", "aki", "vhd", "vmdk", "raw", "qcow2", "vdi", "iso"], "type": "string", "description": "Format of the disk"},
            "os_version": {"type": "string", "description": "Operating system version as specified by the distributor", "is_base": false},
            "protected": {"type": "boolean", "description": "If true, image will not be deletable."},
            "architecture": {"type": "string", "description": "Operating system architecture as specified in http://docs.openstack.org/trunk/openstack-compute/admin/content/adding-images.html", "is_base": false},
            "direct_url": {"type": "string", "description": "URL to access the image file kept in external store (READ-ONLY)"},
            "self": {"type": "string", "description": "(READ-ONLY)"},
            "schema": {"type": "string", "description": "(READ-ONLY)"}
          }
        }
        """

    static let images = """
        {
          "name": "images",
          "links": [{"href": "{first}", "rel": "first"}, {"href": "{next}", "rel": "next"}, {"href": "{schema}", "rel": "describedby"}],
          "properties": {
            "schema": {"type": "string"},
            "next": {"type": "string"},
            "first": {"type": "string"},
            "images": {"type": "array", "items": {"additionalProperties": {"type": "String"}, "name": "image", "links": [{"href": "{self}", "rel": "self"}, {"href": "{file}", "rel": "enclosure"}, {"href": "{schema}", "rel": "describedby"}], "properties": {
            "status": {"enum": ["queued", "saving", "active", "killed", "deleted", "pending_delete"], "type": "string", "description": "Status of the image (READ-ONLY)"},
            "tags": {"items": {"type": "string", "maxLength": 255}, "type": "array", "description": "List of strings related to the image"},
            "kernel_id": {"pattern": "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$", "type": "string", "description": "ID of image stored in Glance that should be used as the kernel when booting an AMI-style image.", "is_base": false},
            "container_format": {"enum": ["ami", "ari", "aki", "bare", "ovf", "ova"], "type": "string", "description": "Format of the container"},
            "min_ram": {"type": "integer", "description": "Amount of ram (in MB) required to boot image."},
            "ramdisk_id": {"pattern": "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$", "type": "string", "description": "ID of image stored in Glance that should be used as the ramdisk when booting an AMI-style image.", "is_base": false},
            "locations": {"items": {"required": ["url", "metadata"], "type": "object", "properties": {"url": {"type": "string", "maxLength": 255}, "metadata": {"type": "object"}}}, "type": "array", "description": "A set of URLs to access the image file kept in external store"},
            "visibility": {"enum": ["public", "private"], "type": "string", "description": "Scope of image accessibility"},
            "updated_at": {"type": "string", "description": "Date and time of the last image modification (READ-ONLY)"},
            "owner": {"type": "string", "description": "Owner of the image", "maxLength": 255},
            "file": {"type": "string", "description": "(READ-ONLY)"},
            "min_disk": {"type": "integer", "description": "Amount of disk space (in GB) required to boot image."},
            "virtual_size": {"type": "integer", "description": "Virtual size of image in bytes (READ-ONLY)"},
            "id": {"pattern": "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$", "type": "string", "description": "An identifier for the image"},
            "size": {"type": "integer", "description": "Size of image file in bytes (READ-ONLY)"},
            "instance_uuid": {"type": "string", "description": "ID of instance used to create this image.", "is_base": false},
            "os_distro": {"type": "string", "description": "Common name of operating system distribution as specified in http://docs.openstack.org/trunk/openstack-compute/admin/content/adding-images.html", "is_base": false},
            "name": {"type": "string", "description": "Descriptive name for the image", "maxLength": 255},
            "checksum": {"type": "string", "description": "md5 hash of image contents. (READ-ONLY)", "maxLength": 32},
            "created_at": {"type": "string", "description": "Date and time of image registration (READ-ONLY)"},
            "disk_format": {"enum": ["ami", "ari", "aki", "vhd", "vmdk", "raw", "qcow2", "vdi", "iso"], "type": "string", "description": "Format of the disk"},
            "os_version": {"type": "string", "description": "Operating system version as specified by the distributor", "is_base": false},
            "protected": {"type": "boolean", "description": "If true, image will not be deletable."},
            "architecture": {"type": "string", "description": "Operating system architecture as specified in http://docs.openstack.org/trunk/openstack-compute/admin/content/adding-images.html", "is_base": false},
            "direct_url": {"type": "string", "description": "URL to access the image file kept in external store (READ-ONLY)"},
            "self": {"type": "string", "description": "(READ-ONLY)"},
            "schema": {"type": "string", "description": "(READ-ONLY)"}
            }}}
          }
        }
        """
}
